package dev.secrets.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text parses and decides, or is refused as a policy is; nothing else may happen. Replays the inputs beside it. */
final class PolicyParserFuzzTest {
    @FuzzTest
    void parser(byte[] text) {
        HostileDocuments.parseAndEvaluate(new String(text, StandardCharsets.UTF_8));
    }
}
