package dev.secrets.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DerivedKeysTest {
    private static final byte[] OVERWRITTEN = new byte[4];

    private final DerivedKeys keys = new DerivedKeys();
    private final List<byte[]> kept =
            IntStream.range(0, DerivedKeys.MOST).mapToObj(DerivedKeysTest::key).toList();

    DerivedKeysTest() {
        for (int i = 0; i < kept.size(); i++) {
            keys.put(derivation(i), kept.get(i));
        }
    }

    private static byte[] key(int i) {
        byte[] key = new byte[OVERWRITTEN.length];
        Arrays.fill(key, (byte) (i + 1));
        return key;
    }

    private static Argon2Derivation derivation(int i) {
        return new Argon2Derivation(new Argon2Cost(64 * 1024, 2, 1), "salt" + i);
    }

    @Test
    void put_oneTooMany_overwritesTheOldestAlone() {
        byte[] newest = key(100);

        keys.put(derivation(100), newest);

        assertThat(kept.get(0)).isEqualTo(OVERWRITTEN);
        assertThat(keys.find(derivation(0))).isEmpty();
        for (int i = 1; i < kept.size(); i++) {
            assertThat(keys.find(derivation(i))).containsSame(kept.get(i));
            assertThat(kept.get(i)).isEqualTo(key(i));
        }
        assertThat(keys.find(derivation(100))).containsSame(newest);
        assertThat(newest).isEqualTo(key(100));
    }

    @Test
    void clear_overwritesAll() {
        keys.clear();

        assertThat(kept).allSatisfy(key -> assertThat(key).isEqualTo(OVERWRITTEN));
        assertThat(keys.find(derivation(1))).isEmpty();
    }
}
