package dev.secrets.cli.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the dates of an answer as the AWS CLI does: {@code 2026-02-03T10:15:30.123000+01:00}. */
final class AnswerDates {
    private static final DateTimeFormatter WITHOUT_FRACTION = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter WITH_FRACTION = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx")
            .toFormatter();

    private final ZoneId zone;

    AnswerDates(ZoneId zone) {
        this.zone = zone;
    }

    /** Returns the value with its dates as texts: numbers whose name ends in Date. */
    @Nullable
    Object written(@Nullable Object value) {
        return written("", value);
    }

    private @Nullable Object written(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            members.forEach((key, held) -> all.put(String.valueOf(key), written(String.valueOf(key), held)));
            return all;
        }
        if (value instanceof List<?> items) {
            List<@Nullable Object> all = new ArrayList<>();
            items.forEach(item -> all.add(written("", item)));
            return all;
        }
        return value instanceof BigDecimal seconds && name.endsWith("Date") ? date(seconds) : value;
    }

    private String date(BigDecimal seconds) {
        Instant instant = Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
        var format = instant.getNano() == 0 ? WITHOUT_FRACTION : WITH_FRACTION;
        return format.format(instant.atZone(zone));
    }
}
