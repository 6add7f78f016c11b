package dev.secrets.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.secrets.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that mean harm are refused, or evaluated, in little time and memory. */
@Tag("L2")
final class HostileDocumentTest {
    /** Generous, for a busy machine: each takes a few milliseconds; what this must catch takes minutes. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    static Stream<String> names() {
        return HostileDocuments.documents().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void hostileDocument_isRefusedOrEvaluatedInTime(String name) {
        String document = HostileDocuments.documents().get(name);
        assertTimeoutPreemptively(BOUND, () -> HostileDocuments.parseAndEvaluate(document));
    }

    @Test
    void hostileDocuments_inASmallHeapAndStack_areRefusedOrEvaluatedWithin50Milliseconds() throws Exception {
        Process child = ChildJvm.startWith(List.of("-Xmx64m", "-Xss256k"), HostileDocuments.class);
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
    }

    @Test
    void mutatedDocuments_parseOrAreRefusedButNothingElse() {
        long seed = 7;
        Random random = new Random(seed);
        String valid = Policies.document(
                "{'Sid':'A','Effect':'Allow','Principal':{'AWS':['111122223333','*']},'Action':['secretsmanager:Get*'],'NotResource':'arn:aws:secretsmanager:*:*:secret:${aws:username, 'x'}*',"
                        + "'Condition':{'ForAnyValue:StringLikeIfExists':{'aws:TagKeys':['a*','b']},'NumericLessThan':{'x:n':3.5},'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}}");
        for (int i = 0; i < 3_000; i++) {
            StringBuilder mutated = new StringBuilder(valid);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = random.nextInt(mutated.length());
                switch (random.nextInt(3)) {
                    case 0 -> mutated.deleteCharAt(at);
                    case 1 -> mutated.insert(at, "{}[]\",:*?${}\\\u0000\ud800é€".charAt(random.nextInt(17)));
                    default -> mutated.setCharAt(at, (char) random.nextInt(0x250));
                }
            }
            HostileDocuments.parseAndEvaluate(mutated.toString());
        }
    }

    @Test
    void globs_ofTheWorstKind_takeLinearTime() {
        String text = "a".repeat(100_000);
        Glob worst = Glob.of("*" + "a".repeat(500) + "b" + "*" + "a?".repeat(500) + "b*");
        assertTimeoutPreemptively(BOUND, () -> assertThat(worst.matches(text)).isFalse());
    }
}
