package dev.secrets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.cli.Cli.Result;
import dev.secrets.cli.json.JsonReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that AWS has no operation for. */
final class AdministrationTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/app";

    @TempDir
    private Path directory;

    private static Map<?, ?> only(Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JsonReading.object(result.out());
    }

    private Map<?, ?> simulate(String item) {
        return only(Cli.in(directory).runWithInput(item, "simulate-policy", "--input", "-"));
    }

    private static String simulation(String policies, String principal, String context) {
        return "{\"policies\":[" + policies + "],\"request\":{\"principal\":\"" + principal
                + "\",\"action\":\"secretsmanager:GetSecretValue\",\"resource\":\"arn:aws:secretsmanager:us-east-1:123456789012:"
                + "secret:a-aaaaaa\",\"resourceAccount\":\"123456789012\",\"context\":{" + context + "}}}";
    }

    private static final String ALLOW_IN_CONTEXT = """
            {"type":"identity","document":{"Version":"2012-10-17","Statement":[{"Sid":"S1","Effect":"Allow","Action":"*",
            "Resource":"*","Condition":{"StringEquals":{"app:env":"prod"}}}]}}
            """;

    @Test
    void simulatePolicy_takesTheContextAsGiven() {
        assertThat(simulate(simulation(ALLOW_IN_CONTEXT, ROLE, "\"app:env\":[\"prod\"]"))
                        .get("decision"))
                .isEqualTo("ALLOW");
        assertThat(simulate(simulation(ALLOW_IN_CONTEXT, ROLE, "")).get("decision"))
                .isEqualTo("IMPLICIT_DENY");
        assertThat(simulate(simulation(ALLOW_IN_CONTEXT.replace("Allow", "Deny"), ROLE, "\"app:env\":[\"prod\"]"))
                        .get("decision"))
                .isEqualTo("DENY");
    }

    @Test
    void simulatePolicy_namesTheStatementThatMatched() {
        Map<?, ?> answer = simulate(simulation(ALLOW_IN_CONTEXT, ROLE, "\"app:env\":[\"prod\"]"));

        assertThat((List<?>) answer.get("matched")).singleElement().asString().contains("S1");
        assertThat((List<?>) answer.get("explanation")).isNotEmpty();
    }

    @Test
    void simulatePolicy_knowsServicesAndNobody() {
        String everybody = """
                {"type":"resource","document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                "Action":"secretsmanager:GetSecretValue","Resource":"*"}]}}
                """;

        for (String principal : List.of("anonymous", "lambda.amazonaws.com")) {
            assertThat(simulate(simulation(everybody, principal, "")).get("decision"))
                    .isEqualTo("ALLOW");
        }
    }

    @Test
    void simulatePolicy_ofAnItemThatIsWrong_saysSoAndGoesOn() {
        String wrongText = simulation("{\"type\":\"identity\",\"text\":\"{\"}", ROLE, "");
        String duplicate = simulation(
                "{\"type\":\"identity\",\"document\":{\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\",\"Statement\":[]}}",
                ROLE,
                "");
        String right = simulation(ALLOW_IN_CONTEXT, ROLE, "");
        Result result = Cli.in(directory)
                .runWithInput(
                        "[" + wrongText + "," + duplicate + ",1," + right + "]", "simulate-policy", "--input", "-");

        List<?> answers = (List<?>) JsonReading.value(result.out());
        assertThat(answers).hasSize(4);
        assertThat(answers.subList(0, 3))
                .allSatisfy(answer -> assertThat(Cli.members(answer)).containsKey("error"));
        assertThat(((Map<?, ?>) answers.get(3)).get("decision")).isEqualTo("IMPLICIT_DENY");
    }

    @Test
    void simulatePolicy_ofThousands_takesSeconds() {
        String item = simulation(ALLOW_IN_CONTEXT, ROLE, "\"app:env\":[\"prod\"]");
        String input = "[" + String.join(",", java.util.Collections.nCopies(5000, item)) + "]";
        long start = System.nanoTime();

        Result result = Cli.in(directory).runWithInput(input, "simulate-policy", "--input", "-");

        assertThat((List<?>) JsonReading.value(result.out())).hasSize(5000);
        assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
    }

    @Test
    void validatePolicy_tellsValidFromInvalid_andWhoIsLetIn() {
        String open =
                "{\"type\":\"resource\",\"document\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":\"*\",\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}]}}";
        String broken = "{\"type\":\"identity\",\"text\":\"{\\\"Statement\\\":1}\"}";

        Result result =
                Cli.in(directory).runWithInput("[" + open + "," + broken + "]", "validate-policy", "--input", "-");

        List<?> answers = (List<?>) JsonReading.value(result.out());
        assertThat(Cli.members(answers.get(0))).containsEntry("valid", true).containsEntry("public", true);
        Map<String, Object> invalid = Cli.members(answers.get(1));
        assertThat(invalid).containsEntry("valid", false).containsEntry("public", false);
        assertThat((List<?>) invalid.get("findings"))
                .first()
                .satisfies(finding -> assertThat(Cli.members(finding)).containsKeys("where", "problem"));
    }

    @Test
    void review_findsWhatIsNotRotated() {
        Cli cli = Cli.withStore(directory);
        cli.run("create-secret", "--name", "a", "--secret-string", "v");

        Result result = cli.run("review", "--query", "Findings[].Check", "--output", "text");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("ROTATION_NOT_ENABLED").contains("UNTAGGED");
    }

    @Test
    void copyStore_toADatabase_keepsEverything() {
        Cli cli = Cli.withStore(directory);
        cli.run("create-secret", "--name", "a", "--secret-string", "one");
        cli.run("put-secret-value", "--secret-id", "a", "--secret-string", "two");
        String url = "jdbc:sqlite:" + directory.resolve("copy.db");

        Result copied = cli.run("copy-store", "--from", "file:" + directory.resolve("store"), "--to", url);

        assertThat(copied.exitCode()).as(copied.err()).isZero();
        for (String stage : List.of("AWSCURRENT two", "AWSPREVIOUS one")) {
            String[] expected = stage.split(" ");
            assertThat(cli.run("get-secret-value", "--secret-id", "a", "--version-stage", expected[0], "--store", url)
                            .json())
                    .containsEntry("SecretString", expected[1]);
        }
        assertThat(cli.run("copy-store", "--from", "file:" + directory.resolve("store"), "--to", url)
                        .exitCode())
                .isEqualTo(253);
    }

    @Test
    void databaseWithoutTables_isToBeMadeByInit() {
        Cli cli = Cli.withStore(directory);

        Result result = cli.run("list-secrets", "--store", "jdbc:sqlite:" + directory.resolve("new.db"));

        assertThat(result.exitCode()).isEqualTo(254);
        assertThat(result.err()).contains("the tables are missing: call secrets init");
    }

    @Test
    void backup_opensWithTheSameKey() {
        Cli cli = Cli.withStore(directory);
        cli.run("create-secret", "--name", "a", "--secret-string", "v");

        Result made = cli.run("backup", "--to", directory.resolve("copy").toString());

        assertThat(made.exitCode()).as(made.err()).isZero();
        cli.set("SECRETS_STORE", "file:" + directory.resolve("copy"));
        assertThat(cli.run("get-secret-value", "--secret-id", "a").exitCode()).isZero();
    }

    @Test
    void backupAndCopyStore_areAudited() {
        Cli cli = Cli.withStore(directory)
                .set("SECRETS_AUDIT", directory.resolve("trail").toString());
        Path copy = directory.resolve("copy");
        String url = "jdbc:sqlite:" + directory.resolve("copy.db");

        cli.run("backup", "--to", copy.toString());
        cli.run("copy-store", "--from", "file:" + directory.resolve("store"), "--to", url);
        Result refused = cli.run("backup", "--to", copy.toString());

        assertThat(refused.exitCode()).isEqualTo(254);
        assertThat(refused.err()).contains(copy.toString());
        assertThat(cli.run("audit", "tail").out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("INTENT", "\"BackupStore\"", "\"to\":\"" + copy),
                        line -> assertThat(line)
                                .contains("OUTCOME", "\"BackupStore\"")
                                .doesNotContain("errorCode"),
                        line -> assertThat(line).contains("INTENT", "\"CopyStore\"", "\"to\":\"jdbc:sqlite:...\""),
                        line -> assertThat(line)
                                .contains("OUTCOME", "\"CopyStore\"")
                                .doesNotContain("errorCode"),
                        line -> assertThat(line).contains("INTENT", "\"BackupStore\""),
                        line -> assertThat(line).contains("OUTCOME", "\"BackupStore\"", "InternalServiceError"));
        assertThat(cli.run("audit", "verify").exitCode()).isZero();
    }

    @Test
    void salvage_savesWhatIsThere() {
        Cli cli = Cli.withStore(directory);
        cli.run("create-secret", "--name", "a", "--secret-string", "v");

        Result saved = cli.run("salvage", "--to", "file:" + directory.resolve("saved"));

        assertThat(saved.exitCode()).as(saved.err()).isZero();
        cli.set("SECRETS_STORE", "file:" + directory.resolve("saved"));
        assertThat(cli.run("get-secret-value", "--secret-id", "a").exitCode()).isZero();
    }

    @Test
    void openRestored_ofACutCopy_makesAStoreOfItAndIsAudited() throws IOException {
        Cli cli = Cli.withStore(directory)
                .set("SECRETS_AUDIT", directory.resolve("trail").toString());
        cli.run("create-secret", "--name", "kept", "--secret-string", "v");
        cli.run("create-secret", "--name", "lost", "--secret-string", "v");
        Path journal = directory.resolve("store").resolve("journal-1");
        Files.write(journal, Arrays.copyOf(Files.readAllBytes(journal), (int) Files.size(journal) - 1));
        assertThat(cli.run("get-secret-value", "--secret-id", "kept").err())
                .contains("secrets open-restored")
                .contains("secrets salvage");

        Result opened = cli.run("open-restored");

        assertThat(opened.exitCode()).as(opened.err()).isZero();
        assertThat(cli.run("get-secret-value", "--secret-id", "kept").exitCode())
                .isZero();
        assertThat(cli.run("get-secret-value", "--secret-id", "lost").exitCode())
                .isEqualTo(254);
        assertThat(cli.run("audit", "verify").exitCode()).isZero();
        try (Stream<Path> files = Files.list(directory.resolve("trail"))) {
            assertThat(files.map(AdministrationTest::text)).anyMatch(text -> text.contains("RestoredCopyOpened"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void accessKeys_areMadeListedDisabledAndDeleted() {
        Cli cli = Cli.withStore(directory);
        Map<String, Object> made =
                Cli.members(only(cli.run("create-access-key", "--principal", ROLE, "--principal-tags", "team=payments"))
                        .get("AccessKey"));
        String id = (String) made.get("AccessKeyId");
        assertThat(made).containsEntry("Principal", ROLE).containsKey("SecretAccessKey");

        cli.run("disable-access-key", "--access-key-id", id);
        Result listed = cli.run("list-access-keys", "--query", "AccessKeys[].[AccessKeyId,Status]", "--output", "text");
        assertThat(listed.out()).isEqualTo(id + "\tInactive\n");
        assertThat(cli.run("list-access-keys").out()).doesNotContain("SecretAccessKey");
        assertThat(cli.run("enable-access-key", "--access-key-id", id).exitCode())
                .isZero();
        assertThat(cli.run("delete-access-key", "--access-key-id", id).exitCode())
                .isZero();
        assertThat(cli.run("delete-access-key", "--access-key-id", id).exitCode())
                .isEqualTo(254);
    }

    @Test
    void completion_namesCommandsAndOptions() {
        assertThat(Cli.in(directory).run("completion").out())
                .contains("get-secret-value")
                .contains("--secret-id");
    }
}
