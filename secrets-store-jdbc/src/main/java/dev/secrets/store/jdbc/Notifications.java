package dev.secrets.store.jdbc;

import dev.secrets.store.Subscription;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Those who asked to be told of changes, and the one listening connection that serves them all while there are any. Thread-safe.
 */
final class Notifications {
    private final Connections connections;
    private final String channel;
    private final Reports reports;
    private final List<Consumer<String>> subscribers = new CopyOnWriteArrayList<>();
    /** Guarded by this: who was not yet told that anything may have changed, which is the first that each is told. */
    private final Deque<Consumer<String>> newcomers = new ArrayDeque<>();
    /** Guarded by this; present while there are subscribers. */
    private Optional<NotificationThread> thread = Optional.empty();

    Notifications(Connections connections, String channel, Reports reports) {
        this.connections = connections;
        this.channel = channel;
        this.reports = reports;
    }

    synchronized Subscription subscribe(Consumer<String> subscriber) {
        Consumer<String> own = subscriber::accept; // a subscriber may subscribe twice and close once
        newcomers.add(own);
        if (thread.isEmpty()) {
            NotificationThread started =
                    new NotificationThread(connections, channel, reports, this::tell, this::welcome);
            started.start();
            thread = Optional.of(started);
        }
        return () -> unsubscribe(own);
    }

    private synchronized void unsubscribe(Consumer<String> subscriber) {
        subscribers.remove(subscriber);
        newcomers.remove(subscriber);
        if (subscribers.isEmpty() && newcomers.isEmpty()) {
            close();
        }
    }

    synchronized void close() {
        subscribers.clear();
        newcomers.clear();
        thread.ifPresent(NotificationThread::end);
        thread = Optional.empty();
    }

    /** Called while changes are listened to: what a newcomer is not told of came before. */
    private void welcome() {
        for (Optional<Consumer<String>> next = admit(); next.isPresent(); next = admit()) {
            tell(next.get(), NotificationThread.ANY);
        }
    }

    private synchronized Optional<Consumer<String>> admit() {
        Optional<Consumer<String>> next = Optional.ofNullable(newcomers.poll());
        next.ifPresent(subscribers::add);
        return next;
    }

    private void tell(String name) {
        subscribers.forEach(subscriber -> tell(subscriber, name));
    }

    private void tell(Consumer<String> subscriber, String name) {
        try {
            subscriber.accept(name);
        } catch (RuntimeException | Error failure) { // the others are still to be told
            reports.report(
                    Reports.SUBSCRIBER_FAILED,
                    "A subscriber threw " + failure.getClass().getName());
        }
    }
}
