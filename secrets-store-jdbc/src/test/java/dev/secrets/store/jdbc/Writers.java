package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Threads that write while things break, each a secret of its own, and remember what was acknowledged. If that is gone the next
 * change meets with a conflict, which fails the test; {@link #stopAndVerify} looks in the end that nothing is there by halves.
 */
final class Writers {
    private static final int VALUE_LENGTH = 3_000;

    private final SecretStore store;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private volatile boolean stopped;

    Writers(SecretStore store, int count) {
        this.store = store;
        for (int i = 0; i < count; i++) {
            String name = "writer/" + i;
            threads.add(new Thread(() -> run(name), name));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long unknown() {
        return unknown.get();
    }

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    /** Waits until so many more changes are acknowledged. */
    void awaitProgress(int changes) {
        long goal = acknowledged.get() + changes;
        Await.until(() -> acknowledged.get() >= goal || !failures.isEmpty());
    }

    void stopAndVerify(SecretStore checked) throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        failures.forEach(failure -> {
            throw new AssertionError("A writer found something wrong", failure);
        });
        revisionsOfWhole(checked, VALUE_LENGTH);
        System.out.println(acknowledged + " acknowledged, " + refused + " refused, " + unknown + " unknown");
    }

    private void run(String name) {
        try {
            Own own = new Own(name, 0, false);
            while (!stopped) {
                own = advance(own);
            }
        } catch (RuntimeException | AssertionError failure) {
            failures.add(failure);
        }
    }

    /**
     * A writer's secret.
     *
     * @param inDoubt whether the next revision may be made by a change whose outcome was unknown, even now
     */
    private record Own(String name, long revision, boolean inDoubt) {
        SecretChange change() {
            return revision == 0 ? Sample.create(name, VALUE_LENGTH) : Sample.update(name, revision, VALUE_LENGTH);
        }
    }

    private Own advance(Own own) {
        try {
            store.commit(own.change());
            acknowledged.incrementAndGet();
            return new Own(own.name, own.revision + 1, false);
        } catch (StoreUnavailableException nothingHappened) {
            assertThat(nothingHappened.retryable())
                    .as(nothingHappened.getMessage())
                    .isTrue();
            refused.incrementAndGet();
            return own;
        } catch (OutcomeUnknownException eitherWay) {
            unknown.incrementAndGet();
            return new Own(own.name, own.revision, true);
        } catch (StoreConflictException madeAfterAll) {
            assertThat(own.inDoubt).as(own + " has only this writer").isTrue();
            assertThat(revision(own.name)).isEqualTo(own.revision + 1);
            return new Own(own.name, own.revision + 1, false);
        }
    }

    private long revision(String name) {
        while (true) {
            try {
                return store.findLatest(name).orElseThrow().secret().revision();
            } catch (StoreUnavailableException stillDown) {
                assertThat(stillDown.retryable()).isTrue();
            }
        }
    }

    /** Returns the revision of each secret, none of which is there by halves. */
    static Map<String, Long> revisionsOfWhole(SecretStore store, int valueLength) {
        List<StoredSecret> secrets = store.page("", 1_000);
        secrets.forEach(secret -> assertWhole(store, secret, valueLength));
        return secrets.stream().collect(Collectors.toMap(StoredSecret::name, StoredSecret::revision));
    }

    private static void assertWhole(SecretStore store, StoredSecret secret, int valueLength) {
        long revision = secret.revision();
        assertThat(secret).isEqualTo(Sample.secret(secret.name(), revision));
        var expected = new ArrayList<>(List.of(Sample.value(secret.name(), revision, valueLength)));
        if (revision > 1) {
            expected.add(Sample.value(secret.name(), revision - 1, valueLength));
        }
        assertThat(store.values(secret.name(), secret.secretUid())).containsExactlyInAnyOrderElementsOf(expected);
    }
}
