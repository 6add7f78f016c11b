package dev.secrets.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VersionsTest {
    private static Versions of(List<Integer> numbers) {
        return Versions.of(numbers.stream()
                .map(number -> SecretVersion.valueless(id(number), Instant.EPOCH, Optional.empty()))
                .toList());
    }

    private static String id(int number) {
        return "version-" + number;
    }

    /** Whatever was removed, wherever it stood, and whatever the others have besides and in which order. */
    @Test
    void idsMissingIn_areThoseThatTheOthersLack() {
        Random random = new Random(9);
        for (int run = 0; run < 2_000; run++) {
            List<Integer> these = IntStream.range(0, random.nextInt(8)).boxed().toList();
            List<Integer> those = new ArrayList<>(IntStream.range(0, 10)
                    .filter(i -> random.nextBoolean())
                    .boxed()
                    .toList());
            if (run % 2 == 0) {
                Collections.shuffle(those, random);
            }
            Set<String> expected = new HashSet<>();
            these.stream().filter(number -> !those.contains(number)).forEach(number -> expected.add(id(number)));

            assertThat(of(these).idsMissingIn(of(those)))
                    .as("%s in %s", these, those)
                    .isEqualTo(expected);
        }
    }
}
