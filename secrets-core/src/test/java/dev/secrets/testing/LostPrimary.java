package dev.secrets.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.SecretsManager;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.StatusType;
import dev.secrets.model.StopReplicationToReplicaRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A primary that is lost while its secrets are written to, each by a thread of its own that writes growing numbers and notes the last
 * one that the primary has called in sync.
 */
public final class LostPrimary {
    private static final long PATIENCE_SECONDS = 60;

    /** The copying needs the processor more than the looking. */
    private static final long LOOKS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SecretsManager primary;
    private final List<String> names;
    private final AtomicIntegerArray inSync;

    /** Stands before secrets with one replica each, whose value is a number. */
    public LostPrimary(SecretsManager primary, List<String> names) {
        this.primary = primary;
        this.names = names;
        this.inSync = new AtomicIntegerArray(names.size());
    }

    /** Writes, and when the first secret has reached the number, does what loses the primary. */
    public void loseUnderLoad(int atNumber, Runnable loss) {
        Concurrently.run(names.size() + 1, thread -> {
            if (thread == names.size()) {
                for (int reached = 1; reached <= atNumber; reached++) {
                    int number = reached;
                    await(() -> inSync.get(0) >= number);
                }
                loss.run();
            } else {
                write(thread);
            }
        });
    }

    private void write(int index) {
        String name = names.get(index);
        try {
            for (int number = 1; ; number++) {
                primary.putSecretValue(name, Integer.toString(number));
                await(() -> isInSync(name));
                inSync.set(index, number);
            }
        } catch (InternalServiceErrorException lost) {
            assertThat(lost).hasMessageContaining("store is not available");
        }
    }

    private boolean isInSync(String name) {
        return primary.describeSecret(name)
                        .replicationStatus()
                        .orElseThrow()
                        .get(0)
                        .status()
                == StatusType.IN_SYNC;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time that is left").isLessThan(deadline);
            LockSupport.parkNanos(LOOKS_EVERY_NANOS);
        }
    }

    /** Makes the replicas independent; each must have what was in sync, or a later number, and takes changes from then on. */
    public void promote(SecretsManager replicas) {
        for (int index = 0; index < names.size(); index++) {
            String name = names.get(index);
            replicas.stopReplicationToReplica(new StopReplicationToReplicaRequest(name));
            String value = replicas.getSecretValue(name).secretString().orElseThrow();
            assertThat(Integer.parseInt(value)).as(name).isGreaterThanOrEqualTo(inSync.get(index));
            replicas.putSecretValue(name, "promoted");
        }
    }
}
