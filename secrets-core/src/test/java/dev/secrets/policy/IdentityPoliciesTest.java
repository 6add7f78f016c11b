package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.APP_ROLE;
import static dev.secrets.policy.Policies.APP_SESSION;
import static dev.secrets.policy.Policies.FEDERATED;
import static dev.secrets.policy.Policies.allow;
import static dev.secrets.policy.Policies.boundary;
import static dev.secrets.policy.Policies.deny;
import static dev.secrets.policy.Policies.document;
import static dev.secrets.policy.Policies.identity;
import static dev.secrets.policy.Policies.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.CallerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityPoliciesTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private Instant now;
    private final InstantSource clock = () -> now;

    @BeforeEach
    void startClock() {
        now = Instant.now();
    }

    private DirectoryIdentityPolicies open() {
        return new DirectoryIdentityPolicies(directory, INTERVAL, clock);
    }

    private void write(String fileName, String text) throws IOException {
        Files.writeString(directory.resolve(fileName), text);
    }

    private static boolean allows(IdentityPolicies policies, CallerIdentity caller) {
        return PolicyEvaluator.decide(read(caller), policies.policiesOf(caller)).isAllowed();
    }

    @Test
    void none_hasNoPolicies() {
        assertThat(IdentityPolicies.none().policiesOf(ALICE)).isSameAs(PrincipalPolicies.NONE);
    }

    @Test
    void inMemory_policiesOfARole_countForItsSessionsUnlessASessionHasItsOwn() {
        PrincipalPolicies role = new PrincipalPolicies(identity(allow()));
        PrincipalPolicies session = role.session(Policies.session(deny()));
        InMemoryIdentityPolicies policies = new InMemoryIdentityPolicies().with(APP_ROLE.arn(), role);
        assertThat(policies.policiesOf(APP_ROLE)).isSameAs(role);
        assertThat(policies.policiesOf(APP_SESSION)).isSameAs(role);
        assertThat(policies.policiesOf(ALICE)).isSameAs(PrincipalPolicies.NONE);
        assertThat(policies.with(APP_SESSION.arn(), session).policiesOf(APP_SESSION))
                .isSameAs(session);
        assertThatThrownBy(() -> policies.with("app", role)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new InMemoryIdentityPolicies(Map.of(ALICE.arn(), role)).policiesOf(ALICE))
                .isSameAs(role);
    }

    @Test
    void inMemory_arnWithoutAnAccount_isRefusedWithWhatToWrite() {
        PrincipalPolicies role = new PrincipalPolicies(identity(allow()));
        for (String arn : List.of(
                "arn:aws:iam:::role/app", "arn:aws:iam:::user/alice", "arn:aws:sts:::assumed-role/app/session")) {
            assertThatThrownBy(() -> new InMemoryIdentityPolicies().with(arn, role))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("No caller would have these policies: " + arn + " names no account; write "
                            + arn.replace(":::", "::ACCOUNT:") + ", with the account's 12 digits");
            assertThatThrownBy(() -> new InMemoryIdentityPolicies(Map.of(arn, role)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void directory_fileOfEachKind_isFound() throws IOException {
        write(DirectoryIdentityPolicies.fileName(APP_ROLE.arn()), document(allow()));
        write(DirectoryIdentityPolicies.fileName("arn:aws:iam::111122223333:user/broker"), document(allow()));
        DirectoryIdentityPolicies policies = open();
        assertThat(allows(policies, APP_ROLE)).isTrue();
        assertThat(allows(policies, APP_SESSION)).isTrue();
        assertThat(allows(policies, ALICE)).isFalse();
        assertThat(policies.policiesOf(APP_ROLE).identity().get(0).name())
                .isEqualTo("arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2Fapp.json");

        write(DirectoryIdentityPolicies.sessionFileName(FEDERATED.arn()), document(allow()));
        write(
                DirectoryIdentityPolicies.sessionFileName(APP_SESSION.arn()),
                document("{'Effect':'Allow','Action':'x:Y','Resource':'*'}"));
        write(DirectoryIdentityPolicies.boundaryFileName(APP_ROLE.arn()), document(allow()));
        now = now.plus(INTERVAL);
        assertThat(allows(policies, FEDERATED)).isTrue();
        assertThat(allows(policies, APP_SESSION)).isFalse();
        assertThat(policies.policiesOf(APP_ROLE).boundary()).isPresent();
        assertThat(policies.problems()).isEmpty();
    }

    @Test
    void directory_change_isSeenAfterTheIntervalAndNotBefore() throws IOException {
        String file = DirectoryIdentityPolicies.fileName(ALICE.arn());
        write(file, document(allow()));
        DirectoryIdentityPolicies policies = open();
        write(file, document(deny()));
        now = now.plus(INTERVAL).minusMillis(1);
        assertThat(allows(policies, ALICE)).isTrue();
        now = now.plusMillis(1);
        assertThat(allows(policies, ALICE)).isFalse();
        Files.delete(directory.resolve(file));
        now = now.plus(INTERVAL);
        assertThat(policies.policiesOf(ALICE)).isSameAs(PrincipalPolicies.NONE);
    }

    @Test
    void directory_clockSetBack_readsAgain() throws IOException {
        DirectoryIdentityPolicies policies = open();
        write(DirectoryIdentityPolicies.fileName(ALICE.arn()), document(allow()));
        now = now.minusSeconds(3_600);
        assertThat(allows(policies, ALICE)).isTrue();
    }

    @Test
    void directory_unchangedFile_isNotParsedAgain() throws IOException {
        Path file = directory.resolve(DirectoryIdentityPolicies.fileName(ALICE.arn()));
        Files.writeString(file, document(allow()));
        Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(60)));
        DirectoryIdentityPolicies policies = open();
        PolicyDocument first = policies.policiesOf(ALICE).identity().get(0);
        now = now.plus(INTERVAL);
        assertThat(policies.policiesOf(ALICE).identity().get(0)).isSameAs(first);
    }

    @Test
    void directory_brokenFile_keepsTheLastGoodOneAndSaysSo() throws IOException {
        String file = DirectoryIdentityPolicies.fileName(ALICE.arn());
        write(file, document(allow()));
        DirectoryIdentityPolicies policies = open();
        for (String broken :
                List.of("", "{", document("{'Effect':'Alow','Action':'*','Resource':'*'}"), " ".repeat(300_000))) {
            write(file, broken);
            now = now.plus(INTERVAL);
            assertThat(allows(policies, ALICE)).isTrue();
            assertThat(policies.problems()).containsOnlyKeys(file);
        }
        write(file, document(allow()));
        now = now.plus(INTERVAL);
        assertThat(policies.problems()).isEmpty();
    }

    @Test
    void directory_fileThatWasNeverGood_deniesEverything() throws IOException {
        for (String name : List.of(
                DirectoryIdentityPolicies.fileName(ALICE.arn()),
                DirectoryIdentityPolicies.boundaryFileName(APP_ROLE.arn()),
                DirectoryIdentityPolicies.sessionFileName(FEDERATED.arn()))) {
            write(name, "{");
        }
        Files.write(
                directory.resolve(DirectoryIdentityPolicies.fileName("arn:aws:iam::111122223333:user/bytes")),
                new byte[] {(byte) 0xc3, 0x28});
        DirectoryIdentityPolicies policies = open();
        PolicyDocument everybody = Policies.resource(Policies.allowTo("'*'"));
        for (CallerIdentity caller :
                List.of(ALICE, APP_SESSION, FEDERATED, CallerIdentity.of("arn:aws:iam::111122223333:user/bytes"))) {
            assertThat(PolicyEvaluator.decide(read(caller), policies.policiesOf(caller), everybody)
                            .outcome())
                    .isEqualTo(Decision.Outcome.EXPLICITLY_DENIED);
        }
        assertThat(policies.problems()).hasSize(4);
    }

    @Test
    void directory_filesThatAreNoPrincipals_areReportedAndOthersIgnored() throws IOException {
        List<String> wrong = List.of(
                "app.json",
                "arn%3aaws.json",
                "arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2Falice.other.json",
                "%.json",
                "arn%3Aaws%3Aiam%3A%3A%3Arole%2Fapp.json",
                ".json");
        for (String name : wrong) {
            write(name, document(allow()));
        }
        write("README.md", "not a policy");
        assertThat(open().problems()).containsOnlyKeys(wrong);
    }

    @Test
    void directory_thatIsMissing_isRefusedAtOnceAndSurvivedLater() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        Files.writeString(gone.resolve(DirectoryIdentityPolicies.fileName(ALICE.arn())), document(allow()));
        DirectoryIdentityPolicies policies = new DirectoryIdentityPolicies(gone, INTERVAL, clock);
        Files.move(gone, directory.resolve("away"));
        now = now.plus(INTERVAL);
        assertThat(allows(policies, ALICE)).isTrue();
        assertThat(policies.problems()).containsOnlyKeys(".");
        assertThatThrownBy(() -> new DirectoryIdentityPolicies(gone)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> new DirectoryIdentityPolicies(directory, Duration.ofSeconds(-1), clock))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Tag("T6")
    @Test
    void fileName_ofAnyText_isInjectiveAndNeverAPath() {
        Set<String> names = new HashSet<>();
        List<String> texts = List.of(
                "a",
                "A",
                "a.b",
                "a/b",
                "a\\b",
                "..",
                "../../etc/passwd",
                "a%2Fb",
                "a:b",
                "",
                "é",
                "e\u0301",
                "a b",
                "\u0000",
                "x".repeat(300),
                "x".repeat(299) + "y",
                "~",
                "arn:aws:iam::111122223333:role/app.boundary",
                "arn:aws:iam::111122223333:role/app");
        for (String text : texts) {
            String name = DirectoryIdentityPolicies.fileName(text);
            assertThat(name).matches("[A-Za-z0-9_%~-]*\\.json").hasSizeLessThan(240);
            names.add(name);
            names.add(DirectoryIdentityPolicies.boundaryFileName(text));
            names.add(DirectoryIdentityPolicies.sessionFileName(text));
        }
        assertThat(names).hasSize(3 * texts.size());
    }

    @Test
    void directory_longArn_isFoundByItsHash() throws IOException {
        CallerIdentity caller = CallerIdentity.of("arn:aws:iam::111122223333:role/" + "path/".repeat(80) + "app");
        write(DirectoryIdentityPolicies.fileName(caller.arn()), document(allow()));
        DirectoryIdentityPolicies policies = open();
        assertThat(allows(policies, caller)).isTrue();
        assertThat(policies.problems()).isEmpty();
        assertThat(policies.policiesOf(CallerIdentity.of(caller.arn() + "s"))).isSameAs(PrincipalPolicies.NONE);
    }

    @Test
    void principalPolicies_withers_leaveTheOriginalAlone() {
        PrincipalPolicies plain = new PrincipalPolicies(identity(allow()));
        PrincipalPolicies bounded = plain.boundary(boundary(allow()));
        assertThat(plain.boundary()).isEmpty();
        assertThat(bounded.toString()).isEqualTo("PrincipalPolicies[identity=1, boundary=true, session=0]");
    }
}
