package dev.secrets.keys;

import com.google.crypto.tink.subtle.Hkdf;
import dev.secrets.model.RootKeyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** The file of a {@link KeyFileRootKey}, whose documentation shows it: its text, and who may read it. Makes no strings of the key. */
final class KeyFile {
    static final int KEY_LENGTH = 32;

    private static final byte[] BEFORE_KEY = ascii("dev.secrets root key 1\nkey ");
    private static final byte[] BEFORE_ID = ascii("\nid  ");
    private static final String ID_PREFIX = "key-file:";
    private static final byte[] ID_INFO = ascii("dev.secrets root key id 1");
    private static final int ID_LENGTH = 16;
    private static final int LENGTH =
            BEFORE_KEY.length + 2 * KEY_LENGTH + BEFORE_ID.length + ID_PREFIX.length() + 2 * ID_LENGTH + 1;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_READS = PosixFilePermissions.fromString("r--------");

    private KeyFile() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the id of a key: 256 random bits can't be guessed, so what HKDF derives from them tells nothing. */
    static String idOf(byte[] key) {
        try {
            byte[] id = Hkdf.computeHkdf("HmacSha256", key, new byte[0], ID_INFO, ID_LENGTH);
            return ID_PREFIX + HexFormat.of().formatHex(id);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256", impossible);
        }
    }

    // The text

    static byte[] format(byte[] key) {
        ByteWriter text = new ByteWriter(LENGTH).writeFixed(BEFORE_KEY);
        for (byte b : key) {
            text.writeByte(HexFormat.of().toHighHexDigit(b))
                    .writeByte(HexFormat.of().toLowHexDigit(b));
        }
        return text.writeFixed(BEFORE_ID)
                .writeFixed(ascii(idOf(key)))
                .writeByte('\n')
                .toByteArray();
    }

    /** Takes the digits where a key has them; the text must then be the one that this key has. */
    static Optional<byte[]> parse(byte[] text) {
        if (text.length != LENGTH) {
            return Optional.empty();
        }
        byte[] key = new byte[KEY_LENGTH];
        for (int i = 0; i < KEY_LENGTH; i++) {
            int at = BEFORE_KEY.length + 2 * i;
            if (!HexFormat.isHexDigit(text[at]) || !HexFormat.isHexDigit(text[at + 1])) {
                return Optional.empty();
            }
            key[i] = (byte) (HexFormat.fromHexDigit(text[at]) << 4 | HexFormat.fromHexDigit(text[at + 1]));
        }
        if (!isTextOf(key, text)) {
            Arrays.fill(key, (byte) 0);
            return Optional.empty();
        }
        return Optional.of(key);
    }

    private static boolean isTextOf(byte[] key, byte[] text) {
        byte[] expected = format(key);
        try {
            return MessageDigest.isEqual(text, expected);
        } finally {
            Arrays.fill(expected, (byte) 0);
        }
    }

    // The file

    /** Creates the file with its permissions, so that it never stands open to others; if it can't be written, there is none. */
    static void writeNew(Path path, byte[] key) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        byte[] text = format(key);
        try (FileChannel file = FileChannel.open(path, options, ownerOnly)) {
            writeOrDelete(file, path, text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static void writeOrDelete(FileChannel file, Path path, byte[] text) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
            forceName(path);
        } catch (IOException failure) {
            try {
                Files.delete(path);
            } catch (IOException stays) {
                failure.addSuppressed(stays);
            }
            throw failure;
        }
    }

    /** The name is durable only when the directory is. */
    private static void forceName(Path path) throws IOException {
        Path directory = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Reads the key, if nobody but the owner can have. */
    static byte[] read(Path path) throws IOException {
        requireOwnersOnly(path);
        byte[] text = readText(path);
        try {
            return parse(text)
                    .orElseThrow(() -> new RootKeyException(
                            "Key file " + path + " is damaged, or is not a key file of version 1"));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static void requireOwnersOnly(Path path) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new RootKeyException("Key file " + path + " is a link or no file; must be the file itself");
        }
        Set<PosixFilePermission> permissions = found.permissions();
        if (!permissions.equals(OWNER_ONLY) && !permissions.equals(OWNER_READS)) {
            throw new RootKeyException("Key file " + path + " has permissions "
                    + PosixFilePermissions.toString(permissions) + "; must be rw------- (chmod 600) or r--------");
        }
        // Who can read such a file is its owner or root, and root shall not trust somebody else's file either. A user
        // without
        // a name, as in some containers, is not root.
        Optional<String> user = ProcessHandle.current().info().user();
        if (user.isPresent() && !user.get().equals(found.owner().getName())) {
            throw new RootKeyException("Key file " + path + " belongs to another user than this process runs as");
        }
    }

    /** Reads up to one byte more than a key file has. */
    private static byte[] readText(Path path) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LENGTH + 1);
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel file = FileChannel.open(path, options)) {
            int read = file.read(text);
            while (read >= 0 && text.hasRemaining()) {
                read = file.read(text);
            }
            return Arrays.copyOf(text.array(), text.position());
        } finally {
            Arrays.fill(text.array(), (byte) 0);
        }
    }
}
