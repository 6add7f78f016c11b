package dev.secrets.rotation;

import dev.secrets.RotationQueue;
import dev.secrets.SecretsManager;
import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RotationLease;
import dev.secrets.rotation.Supervision.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of one rotation: the steps under a lease, and how they ended. The thread that runs it ends it, except when a step's time
 * is up: then the end is told without waiting for a step that may never return.
 */
final class RotationRun {
    private static final Logger LOG = LoggerFactory.getLogger(RotationRun.class);
    private static final List<RotationStep> ALL = List.of(RotationStep.values());
    private static final List<RotationStep> PROBE = List.of(RotationStep.TEST_SECRET);

    private final RotationQueue queue;
    private final Rotator rotator;
    private final HeldLease held;
    private final Targets.Place place;
    private final RotationOptions options;
    private final LeasedContext context;
    private final StepGuard guard;
    private final StepClock clock;
    private final FailureReason reasons;
    private final AtomicBoolean ended = new AtomicBoolean();

    RotationRun(
            RotationQueue queue,
            Rotator rotator,
            HeldLease held,
            Targets.Place place,
            RotationOptions options,
            SecretsManager secrets) {
        this.queue = queue;
        this.rotator = rotator;
        this.held = held;
        this.place = place;
        this.options = options;
        guard = new StepGuard();
        clock = new StepClock(options.stepTimeout(), options.nanoTime());
        reasons = new FailureReason();
        context = new LeasedContext(queue, secrets, rotator, held, guard, clock, reasons);
    }

    /** Runs the rotation; returns false if its target is busy and it was given back. Throws only what a broken JVM throws. */
    boolean run(Supervision supervision) {
        RotationStep step = RotationStep.CREATE_SECRET;
        Watch watch = () -> {};
        try {
            watch = supervision.rotation(this); // refused if the scheduler was closed while this was being claimed
            if (!place.moveTo(guarded(step, supervision, () -> rotator.target(context)))) {
                queue.release(lease());
                return false;
            }
            tell(listener -> listener.started(lease()));
            for (RotationStep next : lease().testOnly() ? PROBE : ALL) {
                step = next;
                perform(next, supervision);
            }
            complete(supervision);
        } catch (InternalError | UnknownError brokenJvm) {
            throw brokenJvm;
        } catch (Throwable failure) {
            end(step, guard.stopped().map(Throwable.class::cast).orElse(failure));
        } finally {
            watch.close();
            place.leave();
            context.close();
        }
        return true;
    }

    private void perform(RotationStep step, Supervision supervision) throws Exception {
        guarded(step, supervision, () -> {
            held.requireForStep();
            step.run(rotator, context);
            return step;
        });
        if (step != RotationStep.FINISH_SECRET) {
            tell(listener -> listener.stepDone(lease(), step));
        }
    }

    /** Has the rotator do what belongs to a step: whatever it is, it may take as long as a step may. */
    private <T> T guarded(RotationStep step, Supervision supervision, Callable<T> work) throws Exception {
        guard.enter();
        T result;
        try {
            result = watched(step, supervision, work);
        } finally {
            guard.leave();
        }
        guard.throwIfStopped();
        return result;
    }

    private <T> T watched(RotationStep step, Supervision supervision, Callable<T> work) throws Exception {
        Watch watch = supervision.step(this, step);
        try {
            clock.restart();
            return work.call();
        } finally {
            watch.close();
        }
    }

    private RotationLease lease() {
        return held.lease();
    }

    // How it ends

    private void complete(Supervision supervision) throws Exception {
        Optional<Instant> renewBy = lease().testOnly()
                ? Optional.empty()
                : guarded(RotationStep.FINISH_SECRET, supervision, () -> rotator.renewBy(context));
        try {
            context.complete(renewBy);
        } catch (AuditIncompleteException complete) {
            LOG.warn("The rotation of {} is complete and could not be audited", lease().secretName(), complete);
        }
        if (ended.compareAndSet(false, true)) {
            tellDone();
        }
    }

    /** The last step may be done only now. */
    private void tellDone() {
        if (!lease().testOnly()) {
            tell(listener -> listener.stepDone(lease(), RotationStep.FINISH_SECRET));
        }
        tell(listener -> listener.succeeded(lease()));
    }

    private void end(RotationStep step, Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            if (failure instanceof LeaseLostException) {
                abandon();
            } else if (failure instanceof ClosingException) {
                queue.release(lease());
                abandon();
            } else {
                fail(step, failure);
            }
        }
    }

    private void abandon() {
        LOG.info("This node no longer rotates {}", lease().secretName());
        tell(listener -> listener.abandoned(lease()));
    }

    private void fail(RotationStep step, Throwable failure) {
        String reason = reasons.of(step, failure);
        Optional<Instant> retryAt = retryAt(failure);
        LOG.warn("The rotation of {} failed; to be tried again {}. {}", lease().secretName(), when(retryAt), reason);
        try {
            queue.fail(lease(), reason, retryAt);
        } catch (LeaseLostException takenOver) {
            abandon();
            return;
        } catch (AuditIncompleteException noted) {
            LOG.warn("The failed rotation of {} could not be audited", lease().secretName(), noted);
        } catch (RuntimeException storeAway) {
            LOG.warn("The failure could not be noted; the lease on {} runs out", lease().secretName(), storeAway);
        }
        tell(listener -> listener.failed(lease(), reason, retryAt));
    }

    private static String when(Optional<Instant> retryAt) {
        return retryAt.map(at -> "at " + at).orElse("in its next window");
    }

    private Optional<Instant> retryAt(Throwable failure) {
        boolean stays = failure instanceof AccessDeniedException
                || failure instanceof RotationException rotation && !rotation.isRetryable();
        return stays
                ? Optional.empty()
                : options.retry().pause(lease().failures(), options.random()).map(held.storeTime()::plus);
    }

    private void tell(Consumer<RotationListener> event) {
        try {
            event.accept(options.listener());
        } catch (RuntimeException listenersOwn) {
            LOG.warn("A rotation listener failed", listenersOwn);
        }
    }

    // What may stop it, from other threads

    void renewOrStop() {
        try {
            if (!ended.get()) {
                held.renew();
            }
        } catch (LeaseLostException lost) {
            guard.stop(lost);
        } catch (RuntimeException storeAway) {
            LOG.debug("The lease on {} could not be renewed this time", lease().secretName(), storeAway);
        }
    }

    void stopIfUnsafe() {
        try {
            held.require();
        } catch (LeaseLostException lost) {
            guard.stop(lost);
        }
    }

    /** Stops the step and tells the failure, though the step may go on for as long as it ignores that. */
    void timeOut(RotationStep step, Executor storeThreads) {
        RotationException timeout = RotationException.retryable("It took longer than " + options.stepTimeout());
        if (guard.stop(timeout)) {
            storeThreads.execute(() -> end(step, timeout));
        }
    }

    void stopForClosing() {
        guard.stop(new ClosingException());
    }
}
