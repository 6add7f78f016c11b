package dev.secrets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.cli.Cli.Result;
import dev.secrets.cli.operation.OptionNames;
import dev.secrets.wire.JsonProtocol;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations as commands, with the AWS CLI's options. */
final class OperationsTest {
    @TempDir
    private Path directory;

    private Cli cli = Cli.in(Path.of("/"));

    @BeforeEach
    void makeStore() {
        cli = Cli.withStore(directory);
    }

    private Result ok(String... arguments) {
        Result result = cli.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    private String query(String query, String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "--query";
        all[arguments.length + 1] = query;
        all[arguments.length + 2] = "--output";
        all[arguments.length + 3] = "text";
        return ok(all).out();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void everyOperation_isACommandWithAnOptionForEachMember() {
        new JsonProtocol().operations().forEach((operation, shape) -> {
            String usage = ok(OptionNames.hyphenated(operation), "help").out();
            shape.members().forEach(member -> assertThat(usage).contains("--" + OptionNames.hyphenated(member.name())));
        });
    }

    @Test
    void everyOperation_hasASkeletonOfItsRequest() {
        new JsonProtocol().operations().forEach((operation, shape) -> {
            Result result = ok(OptionNames.hyphenated(operation), "--generate-cli-skeleton");
            assertThat(result.json().keySet())
                    .containsExactlyElementsOf(shape.members().stream()
                            .map(member -> member.name())
                            .toList());
        });
    }

    @Test
    void createSecret_withTextFromAFile_keepsItToTheLastByte() throws IOException {
        Path value = file("value", "line\nß\n");

        ok("create-secret", "--name", "a", "--secret-string", "file://" + value);

        assertThat(ok("get-secret-value", "--secret-id", "a").json()).containsEntry("SecretString", "line\nß\n");
    }

    @Test
    void createSecret_withBytesFromAFile_keepsThem() throws IOException {
        Path value = Files.write(directory.resolve("bytes"), new byte[] {0, 1, (byte) 0xff});

        ok("create-secret", "--name", "a", "--secret-binary", "fileb://" + value);

        assertThat(ok("get-secret-value", "--secret-id", "a").json()).containsEntry("SecretBinary", "AAH/");
    }

    @Test
    void createSecret_withBase64_takesItForBytes_andRawWhereToldSo() {
        ok("create-secret", "--name", "a", "--secret-binary", "AAH/");
        ok("create-secret", "--name", "b", "--secret-binary", "hi", "--cli-binary-format", "raw-in-base64-out");

        assertThat(ok("get-secret-value", "--secret-id", "a").json()).containsEntry("SecretBinary", "AAH/");
        assertThat(ok("get-secret-value", "--secret-id", "b").json()).containsEntry("SecretBinary", "aGk=");
        assertThat(cli.run("create-secret", "--name", "c", "--secret-binary", "no base64!")
                        .exitCode())
                .isEqualTo(252);
    }

    @Test
    void createSecret_withHyphen_readsStandardInput() {
        Result made = cli.runWithInput("from input", "create-secret", "--name", "a", "--secret-string", "-");

        assertThat(made.exitCode()).isZero();
        assertThat(query("SecretString", "get-secret-value", "--secret-id", "a"))
                .isEqualTo("from input\n");
    }

    @Test
    void createSecret_withTags_takesShorthandAndJson() {
        ok("create-secret", "--name", "a", "--tags", "Key=team,Value=payments", "Key=odd,Value='x=y z'");
        ok("create-secret", "--name", "b", "--tags", "[{\"Key\":\"team\",\"Value\":\"payments\"}]");

        assertThat(ok("describe-secret", "--secret-id", "a").json())
                .containsEntry(
                        "Tags",
                        List.of(Map.of("Key", "team", "Value", "payments"), Map.of("Key", "odd", "Value", "x=y z")));
        assertThat(query("Tags[0].Value", "describe-secret", "--secret-id", "b"))
                .isEqualTo("payments\n");
    }

    @Test
    void createSecret_withInputJson_takesItAndLetsOptionsGoBefore() throws IOException {
        Path input = file("input.json", "{\"Name\":\"from-file\",\"SecretString\":\"s\",\"Description\":\"d\"}");

        ok("create-secret", "--cli-input-json", "file://" + input, "--description", "option");

        assertThat(query("Description", "describe-secret", "--secret-id", "from-file"))
                .isEqualTo("option\n");
    }

    @Test
    void listSecrets_withFilter_takesALoneValueForAList() {
        List.of("prod/a", "prod/b", "test/c").forEach(name -> ok("create-secret", "--name", name));

        assertThat(query("SecretList[].Name", "list-secrets", "--filters", "Key=name,Values=prod/"))
                .isEqualTo("prod/a\tprod/b\n");
        assertThat(query("SecretList[].Name", "list-secrets", "--filters", "Key=name,Values=prod/,test/"))
                .isEqualTo("prod/a\tprod/b\ttest/c\n");
    }

    @Test
    void listSecrets_withMaxItems_goesOnWithTheToken() {
        for (int i = 0; i < 7; i++) {
            ok("create-secret", "--name", "s" + i);
        }
        Result first = ok("list-secrets", "--max-items", "3", "--page-size", "2");
        String token = (String) first.json().get("NextToken");

        Result second = ok("list-secrets", "--max-items", "10", "--page-size", "2", "--starting-token", token);

        assertThat(names(first)).hasSize(3);
        assertThat(second.json()).doesNotContainKey("NextToken");
        assertThat(java.util.stream.Stream.concat(names(first).stream(), names(second).stream()))
                .containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4", "s5", "s6");
    }

    private static List<Object> names(Result list) {
        return ((List<?>) list.json().get("SecretList"))
                .stream()
                        .<Object>map(secret -> ((Map<?, ?>) secret).get("Name"))
                        .toList();
    }

    @Test
    void deleteAndRestore_goThroughTheirStates() {
        ok("create-secret", "--name", "a", "--secret-string", "v");
        ok("delete-secret", "--secret-id", "a", "--recovery-window-in-days", "7");
        assertThat(cli.run("get-secret-value", "--secret-id", "a").err()).contains("(InvalidRequestException)");
        ok("restore-secret", "--secret-id", "a");
        ok("delete-secret", "--secret-id", "a", "--force-delete-without-recovery");

        assertThat(cli.run("describe-secret", "--secret-id", "a").exitCode()).isEqualTo(254);
    }

    @Test
    void rotateSecret_withRules_readsNumbersAndNegations() {
        ok("create-secret", "--name", "a", "--secret-string", "v");
        ok(
                "rotate-secret",
                "--secret-id",
                "a",
                "--rotation-lambda-arn",
                "rotator",
                "--rotation-rules",
                "AutomaticallyAfterDays=30,Duration=2h",
                "--no-rotate-immediately");

        assertThat(query("RotationRules.AutomaticallyAfterDays", "describe-secret", "--secret-id", "a"))
                .isEqualTo("30\n");
    }

    @Test
    void tagResource_printsNothing() {
        ok("create-secret", "--name", "a");

        assertThat(ok("tag-resource", "--secret-id", "a", "--tags", "Key=k,Value=v")
                        .out())
                .isEmpty();
    }

    @Test
    void serviceError_isPrintedAsTheAwsCliDoes() {
        Result result = cli.run("get-secret-value", "--secret-id", "missing");

        assertThat(result.exitCode()).isEqualTo(254);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo(
                        "\nAn error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets"
                                + " Manager can't find the specified secret.\n");
    }

    @Test
    void usageErrors_exitWith252_andDoNothing() {
        for (String[] wrong : new String[][] {
            {"get-secret-value"},
            {"no-such-command"},
            {},
            {"get-secret-value", "--secret-id", "a", "--no-such-option"},
            {"get-secret-value", "--secret-id", "a", "--output", "xml"},
            {"get-secret-value", "--secret-id", "a", "--query", "[["},
            {"create-secret", "--name", "a", "--tags", "Key=a,Value=b,Key=c"},
            {"create-secret", "--name", "a", "--tags", "[{]"},
            {"create-secret", "--name", "a", "--secret-string", "file:///no/such/file"},
            {"delete-secret", "--secret-id", "a", "--recovery-window-in-days", "seven"},
            {"rotate-secret", "--secret-id", "a", "--rotate-immediately", "--no-rotate-immediately"},
            {"list-secrets", "--starting-token", "nonsense"},
        }) {
            Result result = cli.run(wrong);
            assertThat(result.exitCode())
                    .as(String.join(" ", wrong) + result.err())
                    .isEqualTo(252);
            assertThat(result.err()).contains("secrets: error: ");
        }
    }

    @Test
    void valueThatIsNoJson_isNotQuotedInTheError() {
        Result result = cli.run("create-secret", "--cli-input-json", "{\"SecretString\": canary-5f1c}");

        assertThat(result.exitCode()).isEqualTo(252);
        assertThat(result.err()).doesNotContain("canary-5f1c");
    }

    @Test
    void answer_thatCanNotBeWritten_isAFailure() {
        ok("create-secret", "--name", "a", "--secret-string", "v");
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        Result result = cli.runInto(full, "get-secret-value", "--secret-id", "a");

        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.err()).contains("The answer could not be written");
    }

    @Test
    void help_isAskedForByTheLastWord_butNotByTheValueOfAnOption() {
        String usage = ok("create-secret", "help").out();

        assertThat(usage).startsWith("Usage: secrets create-secret");
        assertThat(ok("help", "create-secret").out()).isEqualTo(usage);
        assertThat(ok("create-secret", "--name", "a", "--secret-string", "canary-5f1c", "--help"))
                .isEqualTo(new Result(0, usage, ""));
        ok("create-secret", "--name", "a", "--secret-string", "help");
        assertThat(query("SecretString", "get-secret-value", "--secret-id", "a"))
                .isEqualTo("help\n");
    }

    @Test
    void unknownOptions_areNamedWithoutWhatFollowsThem() {
        for (String[] wrong : new String[][] {
            {"create-secret", "--name", "a", "--secret-sting", "canary-5f1c"},
            {"create-secret", "--name", "a", "--secret-sting", "-canary-5f1c"},
            {"create-secret", "--name", "a", "--secret-sting=canary-5f1c"},
            {"create-secret", "--name", "a", "--secret-sting=canary-5f1c\ncanary-5f1c"},
        }) {
            Result result = cli.run(wrong);
            assertThat(result.exitCode()).isEqualTo(252);
            assertThat(result.err()).endsWith("secrets: error: Unknown options: --secret-sting\n");
        }
        assertThat(cli.run("create-secret", "--name", "a", "--secret-string", "one", "canary-5f1c")
                        .err())
                .doesNotContain("canary-5f1c")
                .contains("an argument belongs to no option");
    }

    @Test
    void argument_thatIsNoTextInTheLocale_isRefused() {
        assertThat(refusal("create-secret", "--name", "a", "--secret-string", "canary-5f1c p\ufffdss"))
                .contains("not text in the encoding of the locale")
                .doesNotContain("canary-5f1c");
        assertThat(query("SecretList", "list-secrets")).isBlank();
    }

    @Test
    void serve_atNoPort_isUsage() {
        assertThat(refusal("serve", "--port", "65536")).contains("argument --port: must be between 0 and 65535");
        assertThat(refusal("serve", "--port", "-1")).contains("argument --port: must be between 0 and 65535");
    }

    @Test
    void unknownCommandOfAGroup_isNamed() {
        assertThat(refusal("audit", "verfy")).endsWith("secrets: error: there is no command audit verfy\n");
        assertThat(refusal("audit", "--verify=canary-5f1c")).endsWith("secrets: error: Unknown options: --verify\n");
    }

    @Test
    void unknownMembers_areRefusedWithTheKnownOnes() {
        List<String> refused = List.of(
                refusal("create-secret", "--cli-input-json", "{\"Name\":\"a\",\"SecretStrin\":\"canary-5f1c\"}"),
                refusal("create-secret", "--cli-input-json", "{\"name\":\"a\"}"),
                refusal("create-secret", "--name", "a", "--tags", "[{\"Key\":\"k\",\"Value\":\"v\"},{\"key\":\"k\"}]"),
                refusal("create-secret", "--name", "a", "--tags", "Key=k,Valu=v"),
                refusal("rotate-secret", "--secret-id", "a", "--rotation-rules", "AutomaticalyAfterDays=30"));

        assertThat(refused)
                .satisfiesExactly(
                        text -> assertThat(text)
                                .contains("Parameter validation failed:\n"
                                        + "Unknown parameter in input: \"SecretStrin\", must be one of: Name, ")
                                .doesNotContain("canary-5f1c"),
                        text -> assertThat(text)
                                .contains("Unknown parameter in input: \"name\", must be one of: Name, "),
                        text -> assertThat(text)
                                .contains("Unknown parameter in Tags[1]: \"key\", must be one of: Key, Value\n"),
                        text -> assertThat(text)
                                .contains("Unknown parameter in Tags[0]: \"Valu\", must be one of: Key, Value\n"),
                        text -> assertThat(text)
                                .contains(
                                        "Unknown parameter in RotationRules: \"AutomaticalyAfterDays\", must be one of: "));
        assertThat(query("SecretList", "list-secrets")).isBlank();
    }

    private String refusal(String... arguments) {
        Result result = cli.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(252);
        return result.err();
    }

    @Test
    void as_aPrincipalWithoutPolicies_isDenied() {
        ok("create-secret", "--name", "a", "--secret-string", "v");

        Result result =
                cli.run("get-secret-value", "--secret-id", "a", "--as", "arn:aws:iam::000000000000:user/somebody");

        assertThat(result.exitCode()).isEqualTo(254);
        assertThat(result.err()).contains("(AccessDeniedException)");
    }

    @Test
    void audit_whenSet_isWrittenAndVerified() {
        cli.set("SECRETS_AUDIT", directory.resolve("trail").toString());
        ok("create-secret", "--name", "a", "--secret-string", "v");
        ok("get-secret-value", "--secret-id", "a");

        assertThat(ok("audit", "verify").out()).contains("The audit trail is intact");
        assertThat(ok("audit", "tail", "--lines", "1").out()).contains("\"eventName\":\"GetSecretValue\"");
    }

    @Test
    void auditTail_ofATornLineThatIsNoText_showsIt() throws IOException {
        Path trail = directory.resolve("trail");
        cli.set("SECRETS_AUDIT", trail.toString());
        ok("create-secret", "--name", "a", "--secret-string", "v");
        Files.write(onlyFile(trail), new byte[] {'{', (byte) 0xc3}, StandardOpenOption.APPEND);

        assertThat(ok("audit", "tail").out())
                .contains("\"eventName\":\"CreateSecret\"")
                .endsWith("\n{\ufffd\n");
        assertThat(ok("audit", "verify").out()).contains("The audit trail is intact");
    }

    private static Path onlyFile(Path trail) throws IOException {
        try (var files = Files.list(trail)) {
            return files.filter(entry -> entry.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void audit_ofATrailThatIsNotThere_isAWrongSetting() {
        String none = directory.resolve("none").toString();

        for (String command : List.of("tail", "verify")) {
            Result result = cli.run("audit", command, "--audit", none);
            assertThat(result.exitCode()).isEqualTo(253);
            assertThat(result.err()).contains("There is no audit trail in " + none);
        }
    }

    @Test
    void auditVerify_startingBeforeTheFirstLine_isUsage() {
        cli.set("SECRETS_AUDIT", directory.resolve("trail").toString());
        ok("create-secret", "--name", "a", "--secret-string", "v");

        Result result = cli.run("audit", "verify", "--starting-at", "0");

        assertThat(result.exitCode()).isEqualTo(252);
        assertThat(result.err()).contains("must be at least 1");
    }

    @Test
    void audit_thatWasAltered_isFound() throws IOException {
        Path trail = directory.resolve("trail");
        cli.set("SECRETS_AUDIT", trail.toString());
        ok("create-secret", "--name", "a", "--secret-string", "v");
        Path file = onlyFile(trail);
        Files.writeString(file, Files.readString(file).replaceFirst("CreateSecret", "DeleteSecret"));

        Result result = cli.run("audit", "verify");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("NOT intact");
    }
}
