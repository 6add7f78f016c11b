package dev.secrets.store.file;

import dev.secrets.store.DueCursor;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import dev.secrets.store.StoreUnavailableException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A process that does with a store what its input asks for. It ends with its input. */
final class StoreServer {
    private final DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    private final DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));

    private Optional<SecretStore> opened = Optional.empty();

    private StoreServer() {}

    public static void main(String[] arguments) throws IOException {
        new StoreServer().serve();
    }

    private void serve() throws IOException {
        while (true) {
            String call;
            try {
                call = in.readUTF();
            } catch (EOFException end) {
                return;
            }
            answer(call);
            out.flush();
        }
    }

    private void answer(String call) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            run(call, new DataOutputStream(answer));
            out.writeUTF("answer");
            answer.writeTo(out);
        } catch (StoreException failure) {
            out.writeUTF(failure.getClass().getSimpleName());
            out.writeUTF(String.valueOf(failure.getMessage()));
            out.writeBoolean(failure instanceof StoreUnavailableException unavailable && unavailable.retryable());
        }
    }

    static StoreException failure(String type, String message, boolean retryable) {
        return switch (type) {
            case "StoreConflictException" -> new StoreConflictException(message);
            case "StoreUnavailableException" -> new StoreUnavailableException(message, retryable);
            default -> new OutcomeUnknownException(message, new IOException("in another process"));
        };
    }

    private void run(String call, DataOutputStream answer) throws IOException {
        switch (call) {
            case "open" ->
                opened = Optional.of(new FileSecretStore(Path.of(in.readUTF()), TestRootKey.FIRST, StoreJvm.PATIENT));
            case "close" -> store().close();
            case "commit" -> store().commit(StoreWire.readChange(in));
            case "find" -> StoreWire.writeOptional(answer, store().find(in.readUTF()), StoreServer::writeFound);
            case "findValue" ->
                StoreWire.writeOptional(
                        answer, store().findValue(in.readUTF(), in.readUTF(), in.readUTF()), StoreWire::writeValue);
            case "values" ->
                StoreWire.writeList(answer, store().values(in.readUTF(), in.readUTF()), StoreWire::writeValue);
            case "page" ->
                StoreWire.writeList(answer, store().page(in.readUTF(), in.readInt()), StoreWire::writeSecret);
            case "due" -> writeDue(answer);
            case "now" -> StoreWire.writeInstant(answer, store().now());
            default -> throw new IOException("Unknown call: " + call);
        }
    }

    private SecretStore store() {
        return opened.orElseThrow();
    }

    private void writeDue(DataOutputStream answer) throws IOException {
        var until = StoreWire.readInstant(in);
        var after = new DueCursor(StoreWire.readInstant(in), in.readUTF());
        StoreWire.writeList(answer, store().due(until, after, in.readInt()), (to, due) -> {
            to.writeUTF(due.name());
            StoreWire.writeInstant(to, due.dueAt());
        });
    }

    private static void writeFound(DataOutputStream answer, FoundSecret found) throws IOException {
        StoreWire.writeSecret(answer, found.secret());
        StoreWire.writeOptional(answer, found.currentValue(), StoreWire::writeValue);
    }
}
