package dev.secrets.store.jdbc;

import dev.secrets.store.Subscription;
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
    /** Guarded by this; present while there are subscribers. */
    private Optional<NotificationThread> thread = Optional.empty();

    Notifications(Connections connections, String channel, Reports reports) {
        this.connections = connections;
        this.channel = channel;
        this.reports = reports;
    }

    synchronized Subscription subscribe(Consumer<String> subscriber) {
        Consumer<String> own = subscriber::accept; // a subscriber may subscribe twice and close once
        subscribers.add(own);
        if (thread.isEmpty()) {
            NotificationThread started = new NotificationThread(connections, channel, reports, this::tell);
            started.start();
            thread = Optional.of(started);
        }
        return () -> unsubscribe(own);
    }

    private synchronized void unsubscribe(Consumer<String> subscriber) {
        subscribers.remove(subscriber);
        if (subscribers.isEmpty()) {
            close();
        }
    }

    synchronized void close() {
        subscribers.clear();
        thread.ifPresent(NotificationThread::end);
        thread = Optional.empty();
    }

    private void tell(String name) {
        for (Consumer<String> subscriber : subscribers) {
            try {
                subscriber.accept(name);
            } catch (RuntimeException failure) {
                reports.report(
                        Reports.SUBSCRIBER_FAILED,
                        "A subscriber threw " + failure.getClass().getName());
            }
        }
    }
}
