package dev.secrets.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Every so many days, counted from the base date; windows open at midnight. Once the day has come, each day is a window until the
 * base moves: a secret that was not rotated in time stays due.
 */
record DayInterval(int days, int defaultHours) implements Cadence {
    static final int HOURS_PER_DAY = 24;

    @Override
    public Instant firstAfter(Instant base, Instant moment) {
        Instant due = midnight(date(base).plusDays(days));
        return due.isAfter(moment) ? due : midnight(date(moment).plusDays(1));
    }

    /** The base says whether the open window was used, so an open one counts. */
    @Override
    public Instant planned(Instant base, Instant now, Duration length) {
        return firstAfter(base, now.minus(length));
    }

    @Override
    public int longestHours() {
        return HOURS_PER_DAY;
    }

    private static LocalDate date(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
