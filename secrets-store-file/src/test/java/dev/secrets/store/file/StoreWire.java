package dev.secrets.store.file;

import dev.secrets.store.SealedBytes;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How records and changes travel between a {@link StoreClient} and its {@link StoreServer}. */
final class StoreWire {
    private StoreWire() {}

    /** Writes one thing. */
    interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    /** Reads one thing. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static <T> void writeList(DataOutputStream out, Iterable<T> values, Writer<T> writer) throws IOException {
        for (T value : values) {
            out.writeBoolean(true);
            writer.write(out, value);
        }
        out.writeBoolean(false);
    }

    static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException {
        List<T> values = new ArrayList<>();
        while (in.readBoolean()) {
            values.add(reader.read(in));
        }
        return values;
    }

    static <T> void writeOptional(DataOutputStream out, Optional<T> value, Writer<T> writer) throws IOException {
        writeList(out, value.stream().toList(), writer);
    }

    static <T> Optional<T> readOptional(DataInputStream in, Reader<T> reader) throws IOException {
        return readList(in, reader).stream().findFirst();
    }

    static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    static Instant readInstant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void writeBytes(DataOutputStream out, SealedBytes bytes) throws IOException {
        out.writeInt(bytes.length());
        out.write(bytes.sharedArray());
    }

    private static SealedBytes readBytes(DataInputStream in) throws IOException {
        return SealedBytes.wrap(in.readNBytes(in.readInt()));
    }

    static void writeSecret(DataOutputStream out, StoredSecret secret) throws IOException {
        out.writeUTF(secret.name());
        out.writeUTF(secret.secretUid());
        out.writeLong(secret.revision());
        writeOptional(out, secret.dueAt(), StoreWire::writeInstant);
        writeOptional(out, secret.currentVersionId(), DataOutputStream::writeUTF);
        writeBytes(out, secret.metadata());
    }

    static StoredSecret readSecret(DataInputStream in) throws IOException {
        return new StoredSecret(
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                readOptional(in, StoreWire::readInstant),
                readOptional(in, DataInput::readUTF),
                readBytes(in));
    }

    static void writeValue(DataOutputStream out, StoredValue value) throws IOException {
        out.writeUTF(value.versionId());
        writeBytes(out, value.sealed());
    }

    static StoredValue readValue(DataInputStream in) throws IOException {
        return new StoredValue(in.readUTF(), readBytes(in));
    }

    static void writeChange(DataOutputStream out, SecretChange change) throws IOException {
        out.writeUTF(change.getClass().getSimpleName());
        if (change instanceof SecretChange.Create create) {
            writeSecret(out, create.after());
            writeList(out, create.values(), StoreWire::writeValue);
        } else if (change instanceof SecretChange.Update update) {
            out.writeUTF(update.expectedUid());
            out.writeLong(update.expectedRevision());
            writeSecret(out, update.after());
            writeList(out, update.putValues(), StoreWire::writeValue);
            writeList(out, update.removedVersionIds(), DataOutputStream::writeUTF);
        } else if (change instanceof SecretChange.Delete delete) {
            out.writeUTF(delete.name());
            out.writeUTF(delete.expectedUid());
            out.writeLong(delete.expectedRevision());
        }
    }

    static SecretChange readChange(DataInputStream in) throws IOException {
        return switch (in.readUTF()) {
            case "Create" -> new SecretChange.Create(readSecret(in), readList(in, StoreWire::readValue));
            case "Update" -> readUpdate(in);
            default -> new SecretChange.Delete(in.readUTF(), in.readUTF(), in.readLong());
        };
    }

    private static SecretChange readUpdate(DataInputStream in) throws IOException {
        String uid = in.readUTF();
        long revision = in.readLong();
        StoredSecret after = readSecret(in);
        List<StoredValue> values = readList(in, StoreWire::readValue);
        Set<String> removed = new LinkedHashSet<>(readList(in, DataInput::readUTF));
        return new SecretChange.Update(uid, revision, after, values, removed);
    }
}
