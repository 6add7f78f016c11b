package dev.secrets;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who want to know of new values. They are told one value at a time, never an older one after a newer one, and outside of
 * everything that a listener might wait for. A value that is replaced before it was told is left out. What a listener throws
 * reaches neither the others nor who tells. Thread-safe.
 */
final class ChangeListeners<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeListeners.class);

    private final String secretId;
    private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<T>> untold = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean telling = new AtomicBoolean();

    ChangeListeners(String secretId) {
        this.secretId = secretId;
    }

    void add(Consumer<? super T> listener) {
        listeners.add(listener);
    }

    void remove(Consumer<? super T> listener) {
        listeners.remove(listener);
    }

    /** Notes a value for the next who calls {@link #tell}. */
    void changed(T value) {
        untold.set(Optional.of(value));
    }

    /** Tells what is noted, unless another thread is telling, which then goes on with it. */
    void tell() {
        while (untold.get().isPresent() && telling.compareAndSet(false, true)) {
            try {
                untold.getAndSet(Optional.empty()).ifPresent(this::tell);
            } finally {
                telling.set(false);
            }
        }
    }

    private void tell(T value) {
        listeners.forEach(listener -> tell(listener, value));
    }

    private void tell(Consumer<? super T> listener, T value) {
        try {
            listener.accept(value);
        } catch (RuntimeException | Error listenersOwn) {
            // Its message may quote the value, and those of its causes.
            LOG.warn("A listener of secret {} failed: {}", secretId, withoutMessage(listenersOwn));
        }
    }

    private static String withoutMessage(Throwable failure) {
        return Stream.of(failure.getStackTrace())
                .findFirst()
                .map(place -> failure.getClass().getName() + " at " + place)
                .orElse(failure.getClass().getName());
    }
}
