package dev.secrets.keys;

import dev.secrets.model.SecretValue;
import java.time.Instant;
import java.util.Optional;

/**
 * What sealed bytes are bound to: the one place where associated data is written.
 *
 * <p>Injective: different places have different associated data. It begins with the format and a number that tells what is
 * sealed; that number fixes the sequence of fields, and every field tells its own length ({@link ByteWriter}):
 *
 * <pre>{@code
 * format = 1 (1 byte) | what (1 byte) | ring id (text) | ...
 *   1 value          secret uid (text) | version id (text) | kind: 'S' or 'B' (1 byte)
 *   2 metadata       name (text) | uid (text) | revision (8) | dueAt (optional 8: milliseconds) | current version id (optional text)
 *   3 page token     query (text)
 *   4 ring key       revision at which the ring key was made (8)
 *   5 ring           revision (8) | everything in the record before the sealed ring (bytes)
 *   6 keyset         purpose (1 byte) | key id (text)
 * }</pre>
 *
 * A text or bytes: length (4 bytes), then the bytes. Optional: 0, or 1 and the field. A test holds the exact bytes; they can
 * never change, since what was sealed under them would not open any more.
 *
 * <p>Immutable.
 */
final class AssociatedData {
    private static final int FORMAT = 1;
    private static final int VALUE = 1;
    private static final int METADATA = 2;
    private static final int PAGE_TOKEN = 3;
    private static final int RING_KEY = 4;
    private static final int RING = 5;
    private static final int KEYSET = 6;

    /** Enough for the places of usual secrets, so that the buffer need not grow. */
    private static final int USUAL_SIZE = 256;

    /** What a value's place takes after its beginning and beside its texts: two lengths, the kind. */
    private static final int VALUE_FIELDS = 2 * Integer.BYTES + 1;

    private final String ringId;
    private final byte[] beginningOfValue;

    AssociatedData(String ringId) {
        this.ringId = ringId;
        this.beginningOfValue = begin(VALUE).toByteArray();
    }

    /** @throws ArithmeticException if a time is out of the range of milliseconds */
    byte[] of(SealingContext context) {
        if (context instanceof SealingContext.Value value) {
            return of(value);
        }
        if (context instanceof SealingContext.Metadata metadata) {
            return of(metadata);
        }
        return begin(PAGE_TOKEN)
                .writeText(((SealingContext.PageToken) context).query())
                .toByteArray();
    }

    private byte[] of(SealingContext.Value value) {
        // The length of usual ids, which are ASCII: every read of a value comes here.
        int length = beginningOfValue.length
                + VALUE_FIELDS
                + value.secretUid().length()
                + value.versionId().length();
        return new ByteWriter(length)
                .writeFixed(beginningOfValue)
                .writeText(value.secretUid())
                .writeText(value.versionId())
                .writeByte(value.kind() == SecretValue.Kind.STRING ? 'S' : 'B')
                .toByteArray();
    }

    private byte[] of(SealingContext.Metadata metadata) {
        ByteWriter writer = begin(METADATA)
                .writeText(metadata.name())
                .writeText(metadata.secretUid())
                .writeLong(metadata.revision());
        writeTime(writer, metadata.dueAt());
        writeText(writer, metadata.currentVersionId());
        return writer.toByteArray();
    }

    byte[] ofRingKey(long madeAtRevision) {
        return begin(RING_KEY).writeLong(madeAtRevision).toByteArray();
    }

    byte[] ofRing(long revision, byte[] header) {
        return begin(RING).writeLong(revision).writeBytes(header).toByteArray();
    }

    byte[] ofKeyset(KeyName name) {
        return begin(KEYSET)
                .writeByte(name.purpose().number())
                .writeText(name.keyId())
                .toByteArray();
    }

    private ByteWriter begin(int what) {
        return new ByteWriter(USUAL_SIZE).writeByte(FORMAT).writeByte(what).writeText(ringId);
    }

    private static void writeTime(ByteWriter writer, Optional<Instant> time) {
        writer.writeByte(time.isPresent() ? 1 : 0);
        if (time.isPresent()) {
            writer.writeLong(time.get().toEpochMilli());
        }
    }

    private static void writeText(ByteWriter writer, Optional<String> text) {
        writer.writeByte(text.isPresent() ? 1 : 0);
        if (text.isPresent()) {
            writer.writeText(text.get());
        }
    }
}
