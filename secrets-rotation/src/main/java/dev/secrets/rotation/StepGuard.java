package dev.secrets.rotation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Stops a step that has to end: interrupts its thread and closes what it works with. Only within a step, so that no interrupt hits
 * what comes after it. Thread-safe.
 */
final class StepGuard {
    /** Guarded by this, like the rest. */
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private Optional<Thread> inStep = Optional.empty();
    private Optional<RuntimeException> stopped = Optional.empty();

    /** @throws RuntimeException what the rotation was stopped with, if it was */
    synchronized void enter() {
        throwIfStopped();
        inStep = Optional.of(Thread.currentThread());
    }

    /** Ends the step and clears an interrupt that was meant for it. */
    synchronized void leave() {
        inStep = Optional.empty();
        resources.clear();
        if (stopped.isPresent()) {
            Thread.interrupted();
        }
    }

    synchronized Optional<RuntimeException> stopped() {
        return stopped;
    }

    void throwIfStopped() {
        stopped().ifPresent(reason -> {
            throw reason;
        });
    }

    void closeOnAbort(AutoCloseable resource) {
        boolean late;
        synchronized (this) {
            late = stopped.isPresent();
            resources.push(resource);
        }
        if (late) {
            close(resource);
        }
    }

    /** Stops the rotation with the reason; the first reason stays. Returns whether this was the first. */
    boolean stop(RuntimeException reason) {
        Deque<AutoCloseable> open;
        synchronized (this) {
            if (stopped.isPresent()) {
                return false;
            }
            stopped = Optional.of(reason);
            open = new ArrayDeque<>(resources);
            inStep.ifPresent(Thread::interrupt);
        }
        if (!open.isEmpty()) {
            closeInBackground(open);
        }
        return true;
    }

    /** Closing may wait for a target that hangs, and who stops a step watches over others too. */
    private static void closeInBackground(Deque<AutoCloseable> open) {
        Thread thread = new Thread(() -> open.forEach(StepGuard::close), "rotation-closing");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception ignored) {
            // It was closed to stop its user, who finds out by himself.
        }
    }
}
