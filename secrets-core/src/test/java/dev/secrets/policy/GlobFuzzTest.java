package dev.secrets.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any pattern matches any text as the definition says; pattern and text are divided by the first line feed. */
final class GlobFuzzTest {
    @FuzzTest
    void matcher(byte[] input) {
        String both = new String(input, StandardCharsets.UTF_8);
        int end = both.indexOf('\n') < 0 ? both.length() : both.indexOf('\n');
        String pattern = both.substring(0, end);
        String text = both.substring(Math.min(both.length(), end + 1));
        boolean matches = Glob.of(pattern).matches(text);
        if (both.chars().allMatch(c -> c < 0xe000)) { // the naive evaluator uses the others as marks
            assertThat(matches).isEqualTo(NaiveEvaluator.glob(pattern, text));
        }
    }
}
