package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format is frozen: what a reader was written for must stay readable. */
final class JournalFormatTest {
    private static final String FULL = """
            {"seq":1,"time":"2026-02-03T10:15:30.123Z","requestId":"b1e0c6f2-0000-4000-8000-00000000002a",\
            "phase":"OUTCOME","eventName":"GetSecretValue","principal":"arn:aws:iam::000000000000:role/app",\
            "resourceArn":"arn:aws:secretsmanager:us-east-1:000000000000:secret:prod/db-AbCdEf",\
            "requestParameters":{"secretId":"prod/db","versionStage":"AWSCURRENT"},\
            "errorCode":"AccessDeniedException","decidedBy":"app-policy statement 2","sourceAddress":"10.0.0.7",\
            "elapsedMicros":1234,"key":"1a2b3c4d",\
            "prev":"0000000000000000000000000000000000000000000000000000000000000000",\
            "mac":"MAC1"}
            """;
    private static final String BARE = """
            {"seq":2,"time":"2026-02-03T10:15:30.123Z","requestId":"r\\u000a\\u00fc\\"\\\\\\ud800","phase":"INTENT",\
            "eventName":"PutSecretValue","principal":"arn:aws:iam::000000000000:root","requestParameters":{},\
            "key":"1a2b3c4d","prev":"MAC1","mac":"MAC2"}
            """;
    private static final String MAC1 = "fd72ffe270b31933a69a96021edc0420b6bd7a8afd5f85eed3af9217b10ffde7";
    private static final String MAC2 = "b5a9830f46a0985f516fc7fe6455227fa93215c98eae21da1efa6010ee981e22";
    private static final String HEAD_MAC1 = "ccc421ed6a2f3ca84dd03430c6d5a1c389a739a132c05a4d53d1a0deb2af97c8";
    private static final String HEAD_MAC2 = "7553d035a77f6f6ec2ec855f164c67e36256272a66ac2442887f4cae046b29ad";

    @TempDir
    Path temporary;

    @Test
    void write_twoEvents_givesExactlyTheseBytes() throws Exception {
        JournalFixture journal =
                JournalFixture.in(temporary).write(List.of(Events.full(), Events.bare("r\n\u00fc\"\\\ud800")));

        assertThat(journal.file().getFileName()).hasToString("audit-000000000001-2026-02-03.jsonl");
        assertThat(JournalFixture.read(journal.file())).isEqualTo(withMacs(FULL) + withMacs(BARE));
        assertThat(JournalFixture.read(journal.head())).isEqualTo(slot(1, MAC1, HEAD_MAC1) + slot(2, MAC2, HEAD_MAC2));
        assertThat(Files.size(journal.directory().resolve("lock"))).isZero();
    }

    private static String withMacs(String line) {
        return line.replace("MAC1", MAC1).replace("MAC2", MAC2);
    }

    private static String slot(long sequence, String digest, String mac) {
        String text = "{\"head\":" + sequence + ",\"key\":\"1a2b3c4d\",\"digest\":\"" + digest + "\",\"mac\":\"" + mac
                + "\"}";
        return text + " ".repeat(511 - text.length()) + "\n";
    }

    @Test
    void write_whatMustBeEscaped_givesExactlyThisText() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("na\"me\u00e9", "tab\t del\u007f nul\u0000 \u20ac \ud83d\ude00 / ' ~");
        parameters.put("numbers", List.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1.5, true));
        parameters.put("empty", List.of(Map.of(), List.of(), ""));
        parameters.put("nested", Map.of("tags", List.of(Map.of("key", "k\n"), "\\")));

        JournalFixture journal = JournalFixture.in(temporary).write(List.of(Events.withParameters(parameters)));

        assertThat(journal.lines().get(0)).contains("""
                ,"requestParameters":{"na\\"me\\u00e9":"tab\\u0009 del\\u007f nul\\u0000 \\u20ac \\ud83d\\ude00 / ' ~",\
                "numbers":[0,-1,-9223372036854775808,9223372036854775807,1.5,true],"empty":[{},[],""],\
                "nested":{"tags":[{"key":"k\\u000a"},"\\\\"]}},"key":""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-03T10:15:30Z",
                "2026-02-03T10:15:30.100Z",
                "2026-02-03T10:15:30.000001Z",
                "2026-02-03T10:15:30.000000001Z",
                "2026-02-03T10:15:30.999999999Z",
                "1969-12-31T23:59:59.999Z",
                "-0001-01-01T00:00:00Z",
                "+12345-01-01T00:00:00.120Z"
            })
    void time_isWrittenAsInstantsAre(String time) {
        AsciiBuffer text = new AsciiBuffer(1);
        TimeText times = new TimeText();
        times.append(text, Events.TIME);
        times.append(text, Instant.parse(time));

        assertThat(text).hasToString("2026-02-03T10:15:30.123Z" + time);
    }

    /** The longest line is refused or written whole; the next does not show that its memory was used before. */
    @Test
    void write_longLineAndShortLine_areEachWhole() {
        String longest = "\u00fc".repeat(170_000);
        JournalFixture journal =
                JournalFixture.in(temporary).write(List.of(Events.bare(longest), Events.bare("short")));

        assertThat(journal.lines().get(0)).contains("\"requestId\":\"" + "\\u00fc".repeat(170_000) + "\"");
        assertThat(journal.lines().get(1)).contains("\"requestId\":\"short\"").hasSizeLessThan(500);
        assertThat(journal.verify().isIntact()).isTrue();
    }

    /** A reader as a stranger would write it from the documentation. */
    @Test
    void read_asDocumented_everyDigestIsRight() {
        JournalFixture journal = JournalFixture.in(temporary).write(Events.many(5));

        String previous = "0".repeat(64);
        int number = 1;
        for (String line : journal.lines()) {
            int comma = line.lastIndexOf(",\"mac\":\"");
            String mac = line.substring(comma + 8, comma + 72);
            byte[] covered = line.substring(0, comma).getBytes(StandardCharsets.US_ASCII);

            assertThat(line).startsWith("{\"seq\":" + number++ + ",").endsWith("\"}\n");
            assertThat(line).contains(",\"prev\":\"" + previous + "\"");
            assertThat(mac).isEqualTo(hex(TestMac.KEY.next(HexFormat.of().parseHex(previous), covered)));
            previous = mac;
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void fileName_inAnyLocale_hasAsciiDigits() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(JournalFileName.of(42, Instant.parse("2026-02-03T23:59:59.999Z")))
                    .hasToString("audit-000000000042-2026-02-03.jsonl");
        } finally {
            Locale.setDefault(before);
        }
    }
}
