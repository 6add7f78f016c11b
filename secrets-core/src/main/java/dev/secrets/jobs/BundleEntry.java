package dev.secrets.jobs;

import dev.secrets.model.SecretValue;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One secret in a bundle, within what {@link dev.secrets.keys.SealedStream} seals:
 *
 * <pre>{@code
 * content = entries | 0 (1)
 * entry   = 1 (1) | name (bytes) | metadata (bytes, as SecretCodec says) | n (4) | n times: version id (bytes), kind: 'S' or 'B' (1),
 *           value (bytes)
 * bytes   = length (4, big end first) | bytes
 * }</pre>
 *
 * Holds values in the clear; closed, it forgets them.
 */
final class BundleEntry implements AutoCloseable {
    private static final int ENTRY = 1;
    private static final int END = 0;
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final Secret secret;
    private final Map<String, SecretValue> values = new LinkedHashMap<>();

    BundleEntry(Secret secret) {
        this.secret = secret;
    }

    Secret secret() {
        return secret;
    }

    /** Adds a value, which is closed with the entry. */
    void add(String versionId, SecretValue value) {
        values.put(versionId, value);
    }

    Optional<SecretValue> value(String versionId) {
        return Optional.ofNullable(values.get(versionId));
    }

    void write(DataOutputStream content) throws IOException {
        content.writeByte(ENTRY);
        write(content, secret.identity().name().getBytes(StandardCharsets.UTF_8));
        write(content, SecretCodec.encode(secret));
        content.writeInt(values.size());
        for (Map.Entry<String, SecretValue> value : values.entrySet()) {
            write(content, value.getKey().getBytes(StandardCharsets.UTF_8));
            content.writeByte(value.getValue().kind() == SecretValue.Kind.STRING ? 'S' : 'B');
            byte[] plaintext = value.getValue().reveal();
            write(content, plaintext);
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    static void writeEnd(DataOutputStream content) throws IOException {
        content.writeByte(END);
    }

    private static void write(DataOutputStream content, byte[] bytes) throws IOException {
        content.writeInt(bytes.length);
        content.write(bytes);
    }

    /** Reads the next entry, as a secret of another uid; nothing at the end. */
    static Optional<BundleEntry> read(DataInputStream content, String uid) throws IOException {
        int mark = content.readByte();
        if (mark == END) {
            return Optional.empty();
        }
        if (mark != ENTRY) {
            throw new IOException("The bundle has an unknown entry");
        }
        String name = new String(readBytes(content), StandardCharsets.UTF_8);
        Secret secret = decode(name, uid, readBytes(content));
        BundleEntry entry = new BundleEntry(secret);
        try {
            entry.readValues(content);
            return Optional.of(entry);
        } catch (IOException | RuntimeException | Error damaged) {
            entry.close();
            throw damaged;
        }
    }

    private void readValues(DataInputStream content) throws IOException {
        for (int left = content.readInt(); left > 0; left--) {
            String versionId = new String(readBytes(content), StandardCharsets.UTF_8);
            SecretValue.Kind kind = content.readByte() == 'S' ? SecretValue.Kind.STRING : SecretValue.Kind.BINARY;
            add(versionId, SecretValue.wrap(kind, readBytes(content)));
        }
    }

    private static Secret decode(String name, String uid, byte[] metadata) throws IOException {
        try {
            return SecretCodec.decode(name, uid, metadata);
        } catch (RuntimeException strange) {
            throw new IOException("The metadata of a secret is of no known format", strange);
        }
    }

    private static byte[] readBytes(DataInputStream content) throws IOException {
        int length = content.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("The bundle has a field of " + length + " bytes");
        }
        byte[] bytes = content.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The bundle ends within an entry");
        }
        return bytes;
    }

    @Override
    public void close() {
        values.values().forEach(SecretValue::close);
    }

    @Override
    public String toString() {
        return "BundleEntry[" + secret.identity().name() + "]";
    }
}
