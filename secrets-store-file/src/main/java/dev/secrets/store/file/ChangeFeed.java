package dev.secrets.store.file;

import dev.secrets.store.Subscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells subscribers of changes that others made, on whichever thread noticed them and with no lock held. Thread-safe. */
final class ChangeFeed {
    /** Stands for "any name". */
    static final String ANY = "";

    private final List<Consumer<String>> subscribers = new CopyOnWriteArrayList<>();
    private final Reports reports;

    ChangeFeed(Reports reports) {
        this.reports = reports;
    }

    Subscription subscribe(Consumer<String> subscriber) {
        Consumer<String> own = subscriber::accept; // a subscriber may subscribe twice and close once
        subscribers.add(own);
        return () -> subscribers.remove(own);
    }

    boolean hasSubscribers() {
        return !subscribers.isEmpty();
    }

    void tell(Set<String> names) {
        for (String name : names) {
            subscribers.forEach(subscriber -> tell(subscriber, name));
        }
    }

    private void tell(Consumer<String> subscriber, String name) {
        try {
            subscriber.accept(name);
        } catch (RuntimeException | Error failure) {
            reports.report(
                    Reports.SUBSCRIBER_FAILED,
                    "A subscriber threw " + failure.getClass().getName());
        }
    }
}
