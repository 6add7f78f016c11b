package dev.secrets.schedule;

import java.time.Duration;
import java.time.Instant;

/** When windows open, apart from how long they stay open: the two kinds of rule in section 14 of the reference. */
sealed interface Cadence permits DayInterval, CronExpression {
    /** The earliest opening after a moment, exclusive. */
    Instant firstAfter(Instant base, Instant moment);

    /** The opening of the window that a schedule plans next, as seen from a moment, if windows are this long. */
    Instant planned(Instant base, Instant now, Duration length);

    /** How many hours a window is open where the rules do not say. */
    int defaultHours();

    /** How many hours a window can be open without reaching into the next one or into the next day. */
    int longestHours();

    /** The days between two rotations, or the fewest where they vary; 1 where there are several in a day. */
    int days();
}
