package dev.secrets.store.file;

import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.format.DeleteBody;
import dev.secrets.store.file.format.PutBody;
import dev.secrets.store.file.format.Text;
import dev.secrets.store.file.index.RecordLocation;
import dev.secrets.store.file.index.SecretIndex;
import java.nio.ByteBuffer;

/** What one record does to the index. Immutable. */
sealed interface IndexedChange {
    /** Returns the name of the secret. */
    byte[] nameBytes();

    /** Does it. The sealed bytes of the record are not looked at; they may be gone. */
    void applyTo(SecretIndex index);

    /** Remembers what the record holds. */
    void rememberIn(KnownRecords known, Generation generation);

    /** Returns the name of the secret. */
    default String name() {
        return Text.decode(nameBytes());
    }

    /** Returns what a record that puts a secret does. */
    static IndexedChange put(ByteBuffer body, boolean fresh, RecordLocation location) throws DamagedException {
        return new Put(PutBody.decode(body), fresh, location);
    }

    /** Returns what a record that deletes a secret does. */
    static IndexedChange delete(ByteBuffer body) throws DamagedException {
        return new Delete(DeleteBody.decode(body).name());
    }

    /** A secret is put. */
    record Put(PutBody body, boolean fresh, RecordLocation location) implements IndexedChange {
        @Override
        public byte[] nameBytes() {
            return body.name();
        }

        @Override
        public void applyTo(SecretIndex index) {
            index.put(body, fresh, location);
        }

        @Override
        public void rememberIn(KnownRecords known, Generation generation) {
            known.remember(generation, location, body.identity());
        }
    }

    /** A secret is deleted. */
    record Delete(byte[] nameBytes) implements IndexedChange {
        @Override
        public void applyTo(SecretIndex index) {
            index.delete(nameBytes);
        }

        @Override
        public void rememberIn(KnownRecords known, Generation generation) {
            // A record that deletes is no secret's latest.
        }
    }
}
