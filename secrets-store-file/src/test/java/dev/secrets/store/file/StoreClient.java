package dev.secrets.store.file;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that is open in another process, which does one thing after another. */
final class StoreClient implements SecretStore {
    private final DataOutputStream out;
    private final DataInputStream in;
    private final Consumer<StoreClient> whenClosed;
    private boolean open;

    StoreClient(Process process, Consumer<StoreClient> whenClosed) {
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.whenClosed = whenClosed;
    }

    private interface Arguments {
        void write(DataOutputStream out) throws IOException;
    }

    private synchronized <R> R call(String name, Arguments arguments, StoreWire.Reader<R> result) {
        try {
            out.writeUTF(name);
            arguments.write(out);
            out.flush();
            String kind = in.readUTF();
            if (kind.equals("answer")) {
                return result.read(in);
            }
            throw StoreServer.failure(kind, in.readUTF(), in.readBoolean());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void open(Path directory) {
        call("open", to -> to.writeUTF(directory.toString()), from -> true);
        open = true;
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        return call(
                "find",
                to -> to.writeUTF(name),
                from -> StoreWire.readOptional(
                        from,
                        found -> new FoundSecret(
                                StoreWire.readSecret(found), StoreWire.readOptional(found, StoreWire::readValue))));
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        return call(
                "findValue",
                to -> {
                    to.writeUTF(name);
                    to.writeUTF(secretUid);
                    to.writeUTF(versionId);
                },
                from -> StoreWire.readOptional(from, StoreWire::readValue));
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        return call(
                "values",
                to -> {
                    to.writeUTF(name);
                    to.writeUTF(secretUid);
                },
                from -> StoreWire.readList(from, StoreWire::readValue));
    }

    @Override
    public void commit(SecretChange change) {
        call("commit", to -> StoreWire.writeChange(to, change), from -> true);
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        return call(
                "page",
                to -> {
                    to.writeUTF(fromNameInclusive);
                    to.writeInt(limit);
                },
                from -> StoreWire.readList(from, StoreWire::readSecret));
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        return call(
                "due",
                to -> {
                    StoreWire.writeInstant(to, until);
                    StoreWire.writeInstant(to, after.dueAt());
                    to.writeUTF(after.name());
                    to.writeInt(limit);
                },
                from -> StoreWire.readList(from, due -> new DueSecret(due.readUTF(), StoreWire.readInstant(due))));
    }

    @Override
    public Instant now() {
        return call("now", to -> {}, StoreWire::readInstant);
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            call("close", to -> {}, from -> true);
            whenClosed.accept(this);
        }
    }
}
