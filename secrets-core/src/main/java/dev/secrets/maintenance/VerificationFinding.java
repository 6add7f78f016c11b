package dev.secrets.maintenance;

import java.util.Optional;

/**
 * Something that is not as it should be.
 *
 * @param kind what kind of thing
 * @param name the secret or record; empty for what concerns none
 * @param versionId the version, if it concerns one
 * @param detail what was found, for people; holds no value
 */
public record VerificationFinding(Kind kind, String name, Optional<String> versionId, String detail) {
    /** What may be found. Names of kinds stay; new ones may come. */
    public enum Kind {
        /** A record does not open, or says what this version does not understand. */
        RECORD_UNREADABLE,
        /** A value does not open. */
        VALUE_UNREADABLE,
        /** A version has a value by its record, and there is none. */
        VALUE_MISSING,
        /** There is a value of which the record knows nothing. */
        VALUE_ORPHANED,
        /** Values and no version that is current, or the record names another. */
        LABELS_INCONSISTENT,
        /** AWSPENDING stands for long on a version that did not become current. */
        PENDING_STUCK,
        /** What is to happen and when the record is due do not fit. */
        SCHEDULE_INCONSISTENT,
        /** Something was to happen long ago: nobody rotates or purges. */
        SCHEDULE_OVERDUE,
        /** A replica was to be brought up to date long ago: nobody replicates, or it fails. */
        REPLICATION_OVERDUE,
        /** A record is older than the checkpoint says. */
        ROLLED_BACK,
        /** A record of the checkpoint is gone: deleted since, or hidden. */
        VANISHED,
        /** Another secret of the same name than at the checkpoint: made anew since, or put there. */
        REPLACED,
        /** The audit trail is not whole. */
        AUDIT_TRAIL
    }
}
