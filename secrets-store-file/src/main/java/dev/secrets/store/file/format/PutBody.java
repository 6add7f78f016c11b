package dev.secrets.store.file.format;

import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The body of a {@link RecordType#PUT}: a secret's record, the ids of values that are removed, then values that are added. It is
 * read in place: only what is asked for is copied out of the buffer. For one thread at a time.
 */
public final class PutBody {
    /** Stands for "no time". */
    public static final long NEVER = Long.MIN_VALUE;

    private static final long EARLIEST = NEVER + 1;

    private final byte[] buffer;
    private final byte[] name;
    private final byte[] uid;
    private final long revision;
    private final long dueAt;
    private final byte[] currentVersionId;
    private final List<byte[]> removed;
    private final int metadataAt;
    private final int metadataLength;
    private final List<Value> values;

    /**
     * A value in the body.
     *
     * @param versionId the version
     * @param at where in the buffer its sealed bytes begin
     * @param length how many there are
     */
    public record Value(byte[] versionId, int at, int length) {
        /** Returns how many bytes of the body the version id and the sealed bytes take. */
        public int encodedLength() {
            return Short.BYTES + versionId.length + Integer.BYTES + length;
        }
    }

    private PutBody(byte[] buffer, BodyReader body) throws DamagedException {
        this.buffer = buffer;
        this.name = body.text();
        this.uid = body.text();
        this.revision = body.number();
        this.dueAt = body.number();
        this.currentVersionId = body.text();
        this.removed = texts(body);
        this.metadataLength = body.count();
        this.metadataAt = body.skip(metadataLength);
        this.values = values(body);
        body.end();
    }

    private static List<byte[]> texts(BodyReader body) throws DamagedException {
        int count = body.count();
        List<byte[]> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(body.text());
        }
        return texts;
    }

    private static List<Value> values(BodyReader body) throws DamagedException {
        int count = body.count();
        List<Value> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] versionId = body.text();
            int length = body.count();
            values.add(new Value(versionId, body.skip(length), length));
        }
        return values;
    }

    /** Returns the time as it is stored. What milliseconds can't hold is the first or the last that they can. */
    public static long millis(Instant time) {
        try {
            return Math.max(time.toEpochMilli(), EARLIEST);
        } catch (ArithmeticException beyond) {
            return time.isBefore(Instant.EPOCH) ? EARLIEST : Long.MAX_VALUE;
        }
    }

    /** Returns the body of a record that puts the secret, removes the versions, and then adds the values. */
    public static byte[] encode(StoredSecret secret, Collection<String> removed, Collection<StoredValue> values) {
        BodyWriter body = new BodyWriter()
                .text(secret.name())
                .text(secret.secretUid())
                .number(secret.revision())
                .number(secret.dueAt().map(PutBody::millis).orElse(NEVER))
                .text(secret.currentVersionId().orElse(""));
        body.count(removed.size());
        removed.forEach(body::text);
        body.bytes(secret.metadata().sharedArray()).count(values.size());
        values.forEach(
                value -> body.text(value.versionId()).bytes(value.sealed().sharedArray()));
        return body.toBody();
    }

    /**
     * Reads a body.
     *
     * @param buffer an array-backed buffer from position to limit; it must not change while the result is used
     */
    public static PutBody decode(ByteBuffer buffer) throws DamagedException {
        return new PutBody(buffer.array(), new BodyReader(buffer.duplicate()));
    }

    /** Returns the name's bytes. */
    public byte[] name() {
        return name;
    }

    /** Returns when the secret is due, in milliseconds, or {@link #NEVER}. */
    public long dueAt() {
        return dueAt;
    }

    /** Returns the versions whose values are removed. */
    public List<byte[]> removed() {
        return removed;
    }

    /** Returns the values that are added. */
    public List<Value> values() {
        return values;
    }

    /** Returns which state of which secret this is. */
    public RecordIdentity identity() {
        return new RecordIdentity(secretUid(), revision);
    }

    /** Returns the identity of the secret. */
    public String secretUid() {
        return Text.decode(uid);
    }

    /** Returns the record. */
    public StoredSecret secret() {
        return new StoredSecret(
                Text.decode(name),
                secretUid(),
                revision,
                dueAt == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(dueAt)),
                currentVersionId.length == 0 ? Optional.empty() : Optional.of(Text.decode(currentVersionId)),
                sealed(metadataAt, metadataLength));
    }

    /** Returns the version's value, if this body adds it. */
    public Optional<StoredValue> value(byte[] versionId) {
        for (Value value : values) {
            if (Arrays.equals(value.versionId(), versionId)) {
                return Optional.of(new StoredValue(Text.decode(versionId), sealed(value.at(), value.length())));
            }
        }
        return Optional.empty();
    }

    private SealedBytes sealed(int at, int length) {
        return SealedBytes.wrap(Arrays.copyOfRange(buffer, at, at + length));
    }
}
