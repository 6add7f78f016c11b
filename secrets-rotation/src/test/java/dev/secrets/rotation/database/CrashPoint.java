package dev.secrets.rotation.database;

import dev.secrets.rotation.RotationStep;

/**
 * A moment in a rotation at which something goes wrong.
 *
 * @param step the step
 * @param moment before it, between its effect and the record of it, or after it
 */
record CrashPoint(RotationStep step, Moment moment) {
    enum Moment {
        BEFORE,
        BETWEEN,
        AFTER
    }
}
