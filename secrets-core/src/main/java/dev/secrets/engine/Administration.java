package dev.secrets.engine;

import dev.secrets.audit.AuditEvent;
import dev.secrets.audit.AuditEvent.Phase;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.InternalServiceErrorException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Work of the store's owner that is no operation on secrets, such as changing keys: not subject to policies, and audited with an
 * intent before it and an outcome after it like any change.
 *
 * @param eventName what is done, as the trail names it
 * @param resourceArn on what
 * @param details what the trail is to know besides
 */
public record Administration(String eventName, Optional<String> resourceArn, Map<String, String> details) {
    /**
     * Does the work.
     *
     * @throws InternalServiceErrorException if the trail refuses the intent, and nothing is done; or the store fails
     * @throws AuditIncompleteException if the trail refuses the outcome; what was done stands
     */
    public <R> R perform(Engine engine, Supplier<R> work) {
        return audit(engine, () -> StoreFailures.translatingOfWork(work));
    }

    /**
     * Does the work, and throws what it throws.
     *
     * @throws InternalServiceErrorException if the trail refuses the intent, and nothing is done
     * @throws AuditIncompleteException if the trail refuses the outcome; what was done stands
     */
    public <R> R audit(Engine engine, Supplier<R> work) {
        String requestId = engine.nextRequestId();
        long startNanos = System.nanoTime();
        intend(engine, requestId);
        R result = worked(engine, requestId, startNanos, work);
        conclude(engine, requestId, startNanos);
        return result;
    }

    /** What stops the work is its outcome; so is that the trail refused the outcome of a part of it. */
    private <R> R worked(Engine engine, String requestId, long startNanos, Supplier<R> work) {
        try {
            return work.get();
        } catch (RuntimeException refusal) {
            throw failed(engine, requestId, startNanos, refusal);
        } catch (Error fatal) {
            throw failed(engine, requestId, startNanos, fatal);
        }
    }

    private void intend(Engine engine, String requestId) {
        try {
            leave(engine, requestId, Phase.INTENT, Optional.empty(), Optional.empty());
        } catch (RuntimeException | Error refused) {
            throw new InternalServiceErrorException(
                    "The audit trail did not accept the call. Nothing was changed.", refused);
        }
    }

    private void conclude(Engine engine, String requestId, long startNanos) {
        try {
            leave(engine, requestId, Phase.OUTCOME, Optional.empty(), elapsed(startNanos));
        } catch (RuntimeException | Error refused) {
            throw new AuditIncompleteException(requestId, refused);
        }
    }

    private <E extends Throwable> E failed(Engine engine, String requestId, long startNanos, E failure) {
        try {
            leave(engine, requestId, Phase.OUTCOME, Optional.of(StoreFailures.errorCode(failure)), elapsed(startNanos));
        } catch (RuntimeException | Error alsoRefused) {
            failure.addSuppressed(alsoRefused);
        }
        return failure;
    }

    private static Optional<Duration> elapsed(long startNanos) {
        return Optional.of(Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private void leave(
            Engine engine, String requestId, Phase phase, Optional<String> errorCode, Optional<Duration> elapsed) {
        if (engine.isAudited()) {
            engine.audit()
                    .audit(new AuditEvent(
                            engine.environment().now(),
                            requestId,
                            phase,
                            eventName,
                            engine.owner().identity().arn(),
                            resourceArn,
                            details,
                            errorCode,
                            Optional.empty(),
                            Optional.empty(),
                            elapsed));
        }
    }
}
