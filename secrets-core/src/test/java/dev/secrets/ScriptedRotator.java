package dev.secrets;

import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A worker with a rotator that follows a script: it runs the steps of a lease as a scheduler does and notes each, and before any
 * of them something else may happen.
 */
final class ScriptedRotator {
    /** The calls of a worker, in their order. */
    enum Call {
        CREATE,
        SET,
        TEST,
        FINISH,
        COMPLETE
    }

    record Done(Call call, String secretArn, String versionId) {}

    private final RotationQueue queue;
    private final String newValue;
    private final Map<Call, Runnable> before = new EnumMap<>(Call.class);
    private final List<Done> done = new ArrayList<>();

    ScriptedRotator(RotationQueue queue, String newValue) {
        this.queue = queue;
        this.newValue = newValue;
    }

    ScriptedRotator before(Call call, Runnable event) {
        before.put(call, event);
        return this;
    }

    ScriptedRotator failingAt(Call call) {
        return before(call, () -> {
            throw new StepFailed(call);
        });
    }

    List<Done> done() {
        return done;
    }

    List<Call> calls() {
        return done.stream().map(Done::call).toList();
    }

    /** Runs all steps of the lease; an exception leaves it as a dying worker would. */
    void run(RotationLease lease) {
        run(lease, Call.values().length);
    }

    /** Runs as many calls as given, and dies. */
    void run(RotationLease lease, int calls) {
        for (Call call : Call.values()) {
            if (call.ordinal() < calls && isPartOf(call, lease)) {
                perform(call, lease);
            }
        }
    }

    /** Runs all steps and tells the queue of a failure. */
    void attempt(RotationLease lease, Optional<Instant> retryAt) {
        try {
            run(lease);
        } catch (StepFailed failure) {
            queue.fail(lease, failure.getMessage(), retryAt);
        }
    }

    private static boolean isPartOf(Call call, RotationLease lease) {
        return !lease.testOnly() || call == Call.TEST || call == Call.COMPLETE;
    }

    private void perform(Call call, RotationLease lease) {
        done.add(new Done(call, lease.secretArn(), lease.versionId()));
        before.getOrDefault(call, () -> {}).run();
        switch (call) {
            case CREATE -> create(lease);
            case SET, TEST -> queue.pendingValue(lease).orElseThrow();
            case FINISH -> queue.finish(lease);
            case COMPLETE -> queue.complete(lease);
        }
    }

    private void create(RotationLease lease) {
        if (queue.pendingValue(lease).isEmpty()) {
            queue.putPendingValue(lease, SecretValue.ofString(newValue));
        }
    }

    static final class StepFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepFailed(Call call) {
            super("Error when executing lambda rotator during " + call + " step");
        }
    }
}
