package dev.secrets.store.file;

import dev.secrets.store.SecretStore;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Processes that open stores on demand, each one at a time. A store that is closed leaves its process for the next. */
final class StoreProcesses implements AutoCloseable {
    private final Deque<StoreClient> idle = new ArrayDeque<>();
    private final List<Process> all = new ArrayList<>();

    /** Opens the directory in another process. */
    synchronized SecretStore open(Path directory) {
        StoreClient client = idle.isEmpty() ? started() : idle.remove();
        client.open(directory);
        return client;
    }

    private StoreClient started() {
        Process process = StoreJvm.start(StoreServer.class);
        all.add(process);
        return new StoreClient(process, this::idle);
    }

    private synchronized void idle(StoreClient client) {
        idle.add(client);
    }

    @Override
    public synchronized void close() {
        all.forEach(Process::destroyForcibly);
    }
}
