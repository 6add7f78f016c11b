package dev.secrets.policy;

import static dev.secrets.policy.Policies.ALICE;
import static dev.secrets.policy.Policies.APP_ROLE;
import static dev.secrets.policy.Policies.allow;
import static dev.secrets.policy.Policies.deny;
import static dev.secrets.policy.Policies.document;
import static dev.secrets.policy.Policies.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.secrets.model.CallerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policy files that are replaced, linked, taken away, or no files at all. Of two principals one always stays as it is. */
final class PolicyFileTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String ALLOW = document(allow());
    private static final String DENY = document(deny()) + " "; // as long

    @TempDir
    Path temporary;

    private Path directory;
    private Path file;
    private Instant now = Instant.now();
    private DirectoryIdentityPolicies policies;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(temporary.resolve("policies"));
        file = directory.resolve(DirectoryIdentityPolicies.fileName(ALICE.arn()));
        Files.writeString(file, ALLOW);
        Files.writeString(directory.resolve(DirectoryIdentityPolicies.fileName(APP_ROLE.arn())), ALLOW);
        policies = new DirectoryIdentityPolicies(directory, INTERVAL, () -> now);
        assertThat(allowsAlice()).isTrue();
    }

    /** What the policies say once the interval is over. */
    private boolean allowsAlice() {
        now = now.plus(INTERVAL);
        assertThat(allows(APP_ROLE)).as("the other principal").isTrue();
        return allows(ALICE);
    }

    private boolean allows(CallerIdentity caller) {
        return PolicyEvaluator.decide(read(caller), policies.policiesOf(caller)).isAllowed();
    }

    private void assertLastGoodOneIsKept(String problem) {
        assertThat(allowsAlice()).isTrue();
        assertThat(policies.problems()).containsOnlyKeys(file.getFileName().toString());
        assertThat(policies.problems().values()).first().asString().contains(problem);
    }

    @Test
    void fileReplacedByMoving_isSeenThoughSizeAndTimeAreTheSame() throws IOException {
        FileTime time = FileTime.from(now.minusSeconds(3_600));
        Files.setLastModifiedTime(file, time);
        assertThat(allowsAlice()).isTrue();
        Path next = Files.writeString(temporary.resolve("next"), DENY.substring(0, ALLOW.length() - 1) + " ");
        assertThat(Files.size(next)).isEqualTo(Files.size(file));
        Files.setLastModifiedTime(next, time);

        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(allowsAlice()).isFalse();
    }

    @Test
    void fileTakenAwayAndPutBack_takesItsPolicyAlong() throws IOException {
        Files.move(file, temporary.resolve("away"));
        assertThat(allowsAlice()).isFalse();
        assertThat(policies.policiesOf(ALICE)).isSameAs(PrincipalPolicies.NONE);

        Files.move(temporary.resolve("away"), file);
        assertThat(allowsAlice()).isTrue();
        assertThat(policies.problems()).isEmpty();
    }

    /** As a container platform mounts configuration: a link to a file in a directory that is a link too, and is changed. */
    @Test
    void linkToAFile_isFollowedWhereverItLeads() throws IOException {
        Path one = Files.writeString(
                Files.createDirectory(temporary.resolve("one")).resolve("policy"), ALLOW);
        Path two = Files.writeString(
                Files.createDirectory(temporary.resolve("two")).resolve("policy"), DENY);
        Path data = Files.createSymbolicLink(temporary.resolve("data"), one.getParent());
        Files.delete(file);
        Files.createSymbolicLink(file, data.resolve("policy"));
        assertThat(allowsAlice()).isTrue();

        Files.delete(data);
        Files.createSymbolicLink(data, two.getParent());
        assertThat(allowsAlice()).isFalse();
        assertThat(policies.problems()).isEmpty();
    }

    @Test
    void linkThatLeadsNowhere_keepsTheLastGoodOne() throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, temporary.resolve("nowhere"));
        assertLastGoodOneIsKept("Can't be read: NoSuchFileException");

        Files.delete(file);
        Files.createSymbolicLink(file, file);
        assertLastGoodOneIsKept("Can't be read: FileSystem");
    }

    @Test
    void directoryOrDeviceInPlaceOfAFile_keepsTheLastGoodOne() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        assertLastGoodOneIsKept("Can't be read: FileSystemException");

        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertLastGoodOneIsKept("Can't be read: FileSystemException"));
    }

    @Test
    void fileThatMayNotBeRead_keepsTheLastGoodOne() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file))
                .as("runs as a user who may read everything")
                .isFalse();

        assertLastGoodOneIsKept("Can't be read: AccessDeniedException");
    }

    @Test
    void file_asLongAsAPolicyMayBe_isTakenAndALongerOneIsNot() throws IOException {
        String longest = document(allow("'Sid':'" + "x".repeat(200) + "'"));
        Files.writeString(file, longest + " ".repeat(PolicyType.MAX_TEXT_LENGTH - longest.length()));
        assertThat(allowsAlice()).isTrue();
        assertThat(policies.problems()).isEmpty();

        Files.writeString(file, document(deny()) + " ".repeat(PolicyType.MAX_TEXT_LENGTH));
        assertLastGoodOneIsKept("has at most");
    }

    /** A revocation that arrives broken does not revoke, and says so; one that arrives whole does. */
    @Tag("T14")
    @Test
    void fileCaughtHalfWritten_isReadAgainWhenItIsWhole() throws IOException {
        Files.writeString(file, DENY.substring(0, 40));
        assertLastGoodOneIsKept("Not JSON");

        Files.writeString(file, DENY);
        assertThat(allowsAlice()).isFalse();
        assertThat(policies.problems()).isEmpty();
    }
}
