package dev.secrets.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of the audit trail: the members of a CloudTrail record that make sense in process. Holds no value.
 *
 * @param time when the engine made it
 * @param requestId joins the events of one call
 * @param phase whether something is about to be done or was decided
 * @param eventName the operation, such as {@code GetSecretValue}, or what happened by itself, such as {@code RotationSucceeded}
 * @param principal the ARN of the caller; the account's root for the owner, {@code secretsmanager.amazonaws.com} for work in the
 *     background
 * @param resourceArn the secret; if there is none, the ARN that it could have, whose last six characters are {@code 000000} unless the
 *     caller gave others; absent for operations that have none
 * @param requestParameters what was asked for, without values, in the order of the request and by the names that CloudTrail uses:
 *     each a String, a Number, a Boolean, or a List or Map of these
 * @param errorCode why the call was refused or failed; absent if it was not
 * @param decidedBy the policy statement that decided; for the auditor alone, never for the caller
 * @param sourceAddress where the call came from, if the host said so
 * @param elapsed how long the call took until this was told; in outcomes of calls alone
 */
public record AuditEvent(
        Instant time,
        String requestId,
        Phase phase,
        String eventName,
        String principal,
        Optional<String> resourceArn,
        Map<String, ?> requestParameters,
        Optional<String> errorCode,
        Optional<String> decidedBy,
        Optional<String> sourceAddress,
        Optional<Duration> elapsed) {
    /** The principal of work in the background. */
    public static final String SERVICE_PRINCIPAL = "secretsmanager.amazonaws.com";

    /** Copies the parameters. */
    public AuditEvent {
        requestParameters = Collections.unmodifiableMap(new LinkedHashMap<String, Object>(requestParameters));
    }

    /**
     * Returns the outcome of something that happened by itself: by the {@link #SERVICE_PRINCIPAL}, decided by no policy.
     *
     * @param time when
     * @param requestId joins it with the events of the call in whose course it happened
     * @param eventName what happened
     * @param resourceArn to which secret; absent if to none
     * @param details what a person needs to know, as the request parameters
     */
    public static AuditEvent ofService(
            Instant time, String requestId, String eventName, Optional<String> resourceArn, Map<String, ?> details) {
        return new AuditEvent(
                time,
                requestId,
                Phase.OUTCOME,
                eventName,
                SERVICE_PRINCIPAL,
                resourceArn,
                details,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether something is about to be done or was decided. */
    public enum Phase {
        /** A change is about to be made. */
        INTENT,
        /** The call is decided: the change was made, the value may leave, or the call was refused. */
        OUTCOME
    }
}
