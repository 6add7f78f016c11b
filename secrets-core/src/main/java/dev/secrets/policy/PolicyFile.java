package dev.secrets.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of a policy directory as it was last read: the policy in it, or the last one that was good, and what is wrong with the
 * file now. Immutable; reading it again makes another one.
 *
 * @param name the file's name
 * @param type what its ending says
 * @param principal the key of the principal that its name says
 * @param stamp when the file was read last, enough to see that it has changed
 * @param policy the policy that counts
 * @param problem why that is not what is in the file
 */
record PolicyFile(
        String name, PolicyType type, String principal, Stamp stamp, PolicyDocument policy, Optional<String> problem) {
    private static final int MAX_BYTES = 4 * PolicyType.MAX_TEXT_LENGTH;

    /** What tells one state of a file from another. */
    record Stamp(FileTime modified, long size, @Nullable Object fileKey) {
        static final Stamp NEVER = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) { // a pipe would keep its reader waiting
                throw new FileSystemException(file.toString(), null, "No regular file");
            }
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }

        /** Whether another change could follow within the same tick of the file system's clock. */
        boolean isFresh(long nowMillis) {
            return modified.toMillis() > nowMillis - 2_000;
        }
    }

    /** What counts in place of a file that was never good: with its Deny statements unknown, nothing may be allowed. */
    private static PolicyDocument denyAll(String name, PolicyType type) {
        return PolicyDocument.parse(
                name,
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                type);
    }

    /** Reads a file for the first time. */
    static PolicyFile read(Path file, PolicyType type, String principal) {
        String name = file.getFileName().toString();
        return new PolicyFile(name, type, principal, Stamp.NEVER, denyAll(name, type), Optional.empty())
                .readAgain(file);
    }

    /** Reads the file again if it has changed, or may have. */
    PolicyFile refreshed(Path file, long nowMillis) {
        try {
            return Stamp.of(file).equals(stamp) && !stamp.isFresh(nowMillis) ? this : readAgain(file);
        } catch (IOException unreadable) {
            return unreadable(unreadable);
        }
    }

    private PolicyFile readAgain(Path file) {
        try {
            Stamp now = Stamp.of(file); // before reading: a change during it will be seen next time
            byte[] bytes = bytesOf(file);
            return bytes.length > MAX_BYTES
                    ? broken(now, "Longer than " + MAX_BYTES + " bytes")
                    : parsed(now, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        } catch (IOException unreadable) { // malformed UTF-8 is one of these
            return unreadable(unreadable);
        }
    }

    private PolicyFile parsed(Stamp now, CharSequence text) {
        try {
            PolicyDocument parsed = PolicyDocument.parse(name, text.toString(), type);
            return new PolicyFile(name, type, principal, now, parsed, Optional.empty());
        } catch (PolicySyntaxException malformed) {
            return broken(now, malformed.problems().toString());
        }
    }

    private static byte[] bytesOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    /** What can't be read now is tried again next time, whether it changes or not. */
    private PolicyFile unreadable(IOException cause) {
        return broken(Stamp.NEVER, "Can't be read: " + cause.getClass().getSimpleName());
    }

    private PolicyFile broken(Stamp now, String why) {
        return new PolicyFile(name, type, principal, now, policy, Optional.of(why));
    }
}
