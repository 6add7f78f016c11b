package dev.secrets;

import dev.secrets.model.CallerIdentity;
import dev.secrets.model.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The format of an access key, before it is sealed. Texts are as {@link DataOutputStream#writeUTF} writes them:
 *
 * <pre>{@code
 * format = 1 (1 byte) | id (text) | principal ARN (text) | role or user of a session, or empty (text) | created, in ms (8)
 * | enabled (1) | number of tags (2) | key (text) and value (text) of each | length of the secret (2) | the secret
 * }</pre>
 */
final class AccessKeyCodec {
    private static final int FORMAT = 1;

    private AccessKeyCodec() {}

    static byte[] encode(AccessKeyContent content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            write(new DataOutputStream(bytes), content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, AccessKeyContent content) throws IOException {
        AccessKey key = content.key();
        CallerIdentity caller = key.caller();
        byte[] secret = content.secret().reveal();
        out.writeByte(FORMAT);
        out.writeUTF(key.id());
        out.writeUTF(caller.arn());
        out.writeUTF(caller.issuerArn().orElse(""));
        out.writeLong(key.createdDate().toEpochMilli());
        out.writeBoolean(key.enabled());
        out.writeShort(caller.tags().size());
        for (Map.Entry<String, String> tag : caller.tags().entrySet()) {
            out.writeUTF(tag.getKey());
            out.writeUTF(tag.getValue());
        }
        out.writeShort(secret.length);
        out.write(secret);
    }

    /** @throws IOException if this is not what {@link #encode} has made */
    static AccessKeyContent decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readByte() != FORMAT) {
            throw new IOException("Unknown format");
        }
        String id = in.readUTF();
        CallerIdentity caller = session(CallerIdentity.of(in.readUTF()), in.readUTF());
        Instant createdDate = Instant.ofEpochMilli(in.readLong());
        boolean enabled = in.readBoolean();
        AccessKey key = new AccessKey(id, caller.tags(readTags(in)), createdDate, enabled);
        return new AccessKeyContent(key, SecretValue.copyOf(readRest(in)));
    }

    private static CallerIdentity session(CallerIdentity caller, String issuerArn) {
        if (issuerArn.isEmpty() || caller.issuerArn().equals(java.util.Optional.of(issuerArn))) {
            return caller;
        }
        return caller.kind() == CallerIdentity.Kind.ASSUMED_ROLE
                ? caller.roleArn(issuerArn)
                : caller.userArn(issuerArn);
    }

    private static Map<String, String> readTags(DataInputStream in) throws IOException {
        Map<String, String> tags = new LinkedHashMap<>();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            tags.put(in.readUTF(), in.readUTF());
        }
        return tags;
    }

    private static byte[] readRest(DataInputStream in) throws IOException {
        byte[] secret = new byte[in.readUnsignedShort()];
        in.readFully(secret);
        if (in.read() != -1) {
            throw new IOException("There is something behind the secret");
        }
        return secret;
    }
}
