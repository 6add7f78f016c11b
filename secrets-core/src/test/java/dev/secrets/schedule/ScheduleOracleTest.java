package dev.secrets.schedule;

import static dev.secrets.schedule.Schedules.NO_BASE;
import static dev.secrets.schedule.Schedules.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.RotationRules;
import dev.secrets.testing.Scale;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random schedules against a walk through the calendar hour by hour. The walk knows what an expression means from how it was made,
 * not from its text, and shares no code with the schedule.
 */
@Tag("SCHED-27")
@Tag("SCHED-28")
final class ScheduleOracleTest {
    private static final long SEED = Scale.FULL ? Scale.seed() : 20260214;
    private static final int EXPRESSIONS = Scale.of(2_000, 50_000);
    private static final int MOMENTS = 2;

    /** Beyond this the walk gives up on a rare expression; leap days are at most eight years apart. */
    private static final int WALK_DAYS = 366 * 8;

    private final Random random = new Random(SEED);

    @Test
    void next_randomCron_agreesWithTheWalk() {
        int accepted = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            RandomCron cron = RandomCron.draw(random);
            Optional<RotationSchedule> schedule = parse(cron.text());
            assertThat(schedule.isPresent())
                    .as("accepted %s, seed %d", cron.text(), SEED)
                    .isEqualTo(cron.isLegal());
            schedule.ifPresent(known -> compare(cron, known));
            accepted += schedule.isPresent() ? 1 : 0;
        }
        assertThat(accepted).as("accepted, seed %d", SEED).isBetween(EXPRESSIONS / 2, EXPRESSIONS * 9 / 10);
    }

    @Test
    void automaticallyAfterDays_randomCron_agreesWithTheWalk() {
        for (int i = 0; i < EXPRESSIONS / 4; i++) {
            RandomCron cron = RandomCron.draw(random);
            parse(cron.text())
                    .ifPresent(schedule -> assertThat(schedule.automaticallyAfterDays())
                            .as("%s, seed %d", cron.text(), SEED)
                            .isEqualTo(cron.shortestDays()));
        }
    }

    @Test
    void next_anyRateInHours_neverOpensTwiceWithinFourHours() {
        for (int hours = 4; hours <= 24; hours++) {
            RotationSchedule schedule = schedule("rate(" + hours + " hours)");
            Instant start = Instant.parse("2026-02-14T00:00:00Z");
            for (int i = 0; i < 50; i++) {
                Instant next = schedule.next(start, start).start();
                assertThat(Duration.between(start, next))
                        .as("rate(%d hours)", hours)
                        .isGreaterThanOrEqualTo(Duration.ofHours(4));
                start = next;
            }
        }
    }

    @Test
    void next_randomDays_agreeWithTheWalk() {
        for (int i = 0; i < EXPRESSIONS; i++) {
            int days = 1 + random.nextInt(1000);
            int hours = 1 + random.nextInt(24);
            Instant base = moment();
            Instant now = base.plusSeconds(random.nextInt(1_200 * 86_400));
            RotationSchedule schedule =
                    RotationSchedule.of(RotationRules.afterDays(days).duration(hours + "h"));
            assertThat(schedule.next(base, now))
                    .as("%d days, %d hours from %s at %s, seed %d", days, hours, base, now, SEED)
                    .isEqualTo(walkDays(base, now, days, hours));
        }
    }

    @Test
    void parse_randomCharacters_isAcceptedOrRefusedInOneWay() {
        String[] words = {
            "0", "1", "8", "31", "?", "*", "L", "W", "#", ",", "-", "/", "MON", "FEB", " ", "cron(", "rate(", ")",
            "days"
        };
        for (int i = 0; i < EXPRESSIONS; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "cron(0 " : "");
            random.ints(1 + random.nextInt(14), 0, words.length).forEach(word -> text.append(words[word]));
            parse(text.toString()).ifPresent(schedule -> schedule.next(NO_BASE, moment()));
        }
    }

    @Test
    void parse_randomlyDamagedExpression_isAcceptedOrRefusedInOneWay() {
        String alphabet = "0123456789ABCLNSTUW()#?*-/, ";
        for (int i = 0; i < EXPRESSIONS; i++) {
            StringBuilder text = new StringBuilder(RandomCron.draw(random).text());
            for (int edit = random.nextInt(2); edit >= 0; edit--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            parse(text.toString()).ifPresent(schedule -> schedule.next(NO_BASE, moment()));
        }
    }

    private void compare(RandomCron cron, RotationSchedule schedule) {
        for (int i = 0; i < MOMENTS; i++) {
            Instant now = moment();
            Optional<Instant> expected = cron.walk(now, WALK_DAYS);
            Window actual = schedule.next(NO_BASE, now);
            if (expected.isPresent()) {
                assertThat(actual.start())
                        .as("%s after %s, seed %d", cron.text(), now, SEED)
                        .isEqualTo(expected.get());
            } else {
                assertThat(actual.start()).isAfter(now.plus(Duration.ofDays(WALK_DAYS - 1)));
            }
            assertThat(actual.end())
                    .as("%s", cron.text())
                    .isEqualTo(actual.start().plus(cron.defaultLength()));
            assertThat(schedule.openAt(NO_BASE, actual.lastSecond())).contains(actual);
            assertThat(schedule.openAt(NO_BASE, actual.start().minusSeconds(1))).isNotEqualTo(Optional.of(actual));
        }
    }

    /** Tries one midnight after the other until the days are over and the window is not. */
    private static Window walkDays(Instant base, Instant now, int days, int hours) {
        LocalDate date = base.atZone(ZoneOffset.UTC).toLocalDate();
        for (int passed = 0; ; passed++) {
            Instant start = date.plusDays(passed).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant end = start.plus(Duration.ofHours(hours));
            if (passed >= days && end.isAfter(now)) {
                return new Window(start, end);
            }
        }
    }

    /** Between 2020 and 2079, often exactly on the hour or beside it. */
    private Instant moment() {
        Instant hour = Instant.parse("2020-01-01T00:00:00Z").plus(Duration.ofHours(random.nextInt(60 * 365 * 24)));
        return switch (random.nextInt(4)) {
            case 0 -> hour;
            case 1 -> hour.minusNanos(1);
            case 2 -> hour.plusNanos(1);
            default -> hour.plusSeconds(random.nextInt(3600));
        };
    }

    private static Optional<RotationSchedule> parse(String expression) {
        try {
            return Optional.of(RotationSchedule.of(
                    new RotationRules(Optional.empty(), Optional.empty(), Optional.of(expression))));
        } catch (InvalidParameterException refused) {
            return Optional.empty();
        }
    }

    /** A schedule expression beside the hours, months and days that it was made from. */
    private record RandomCron(String text, Field hours, Field months, Days days) {
        private static final String[] MONTHS = {
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
        };
        private static final String[] WEEKDAYS = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

        static RandomCron draw(Random random) {
            Field hours = random.nextBoolean() ? Field.single(random, 0, 23) : Field.draw(random, 0, 23, new String[0]);
            Field months = random.nextBoolean() ? Field.all(1, 12) : Field.draw(random, 1, 12, MONTHS);
            Days days = random.nextBoolean() ? ofMonth(random) : ofWeek(random);
            String text = "cron(0 %s %s %s %s *)".formatted(hours.text(), days.ofMonth(), months.text(), days.ofWeek());
            return new RandomCron(text, hours, months, days);
        }

        private static Days ofMonth(Random random) {
            if (random.nextInt(6) == 0) {
                return new Days("L", "?", date -> date.plusDays(1).getDayOfMonth() == 1);
            }
            Field field =
                    random.nextInt(4) == 0 ? Field.single(random, 29, 31) : Field.draw(random, 1, 31, new String[0]);
            return new Days(field.text(), "?", date -> field.has(date.getDayOfMonth()));
        }

        private static Days ofWeek(Random random) {
            int day = 1 + random.nextInt(7);
            String name = random.nextBoolean() ? String.valueOf(day) : WEEKDAYS[day - 1];
            int nth = 1 + random.nextInt(5);
            Field field = Field.draw(random, 1, 7, WEEKDAYS);
            return switch (random.nextInt(4)) {
                case 0 ->
                    new Days(
                            "?",
                            name + "L",
                            date -> weekday(date) == day && date.plusDays(7).getMonth() != date.getMonth());
                case 1 -> new Days("?", name + "#" + nth, date -> weekday(date) == day && isNth(date, nth));
                case 2 -> new Days("?", "L", date -> weekday(date) == 7);
                default -> new Days("?", field.text(), date -> field.has(weekday(date)));
            };
        }

        private static int weekday(LocalDate date) {
            return switch (date.getDayOfWeek()) {
                case SUNDAY -> 1;
                case MONDAY -> 2;
                case TUESDAY -> 3;
                case WEDNESDAY -> 4;
                case THURSDAY -> 5;
                case FRIDAY -> 6;
                case SATURDAY -> 7;
            };
        }

        private static boolean isNth(LocalDate date, int nth) {
            LocalDate weeksEarlier = date.minusWeeks(nth - 1);
            return weeksEarlier.getMonth() == date.getMonth()
                    && weeksEarlier.minusWeeks(1).getMonth() != date.getMonth();
        }

        private boolean isDay(LocalDate date) {
            return months.has(date.getMonthValue()) && days.test().test(date);
        }

        Optional<Instant> walk(Instant now, int mostDays) {
            LocalDate first = now.atZone(ZoneOffset.UTC).toLocalDate();
            for (LocalDate date = first; date.isBefore(first.plusDays(mostDays)); date = date.plusDays(1)) {
                for (int hour = 0; hour < 24 && isDay(date); hour++) {
                    Instant opening = date.atTime(hour, 0).toInstant(ZoneOffset.UTC);
                    if (hours.has(hour) && opening.isAfter(now)) {
                        return Optional.of(opening);
                    }
                }
            }
            return Optional.empty();
        }

        /** Hours of the era at which windows open, for as long as it takes the calendar to repeat, and a leap day more. */
        private List<Long> openings() {
            List<Long> openings = new ArrayList<>();
            LocalDate end = LocalDate.of(2052, 3, 1);
            for (LocalDate date = LocalDate.of(2024, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
                for (int hour = 0; hour < 24 && isDay(date); hour++) {
                    if (hours.has(hour)) {
                        openings.add(date.toEpochDay() * 24 + hour);
                    }
                }
            }
            return openings;
        }

        boolean isLegal() {
            List<Long> openings = openings();
            for (int i = 1; i < openings.size(); i++) {
                if (openings.get(i) - openings.get(i - 1) < 4) {
                    return false;
                }
            }
            return !openings.isEmpty();
        }

        long shortestDays() {
            List<Long> openings = openings();
            long shortest = 1000;
            for (int i = 1; i < openings.size(); i++) {
                shortest = Math.min(shortest, Math.max(1, (openings.get(i) - openings.get(i - 1)) / 24));
            }
            return shortest;
        }

        Duration defaultLength() {
            long perDay = IntStream.range(0, 24).filter(hours::has).count();
            int only = IntStream.range(0, 24).filter(hours::has).findFirst().orElseThrow();
            return Duration.ofHours(perDay == 1 ? 24 - only : 1);
        }
    }

    private record Days(String ofMonth, String ofWeek, Predicate<LocalDate> test) {}

    /** A field's text beside the numbers that it was made from. */
    private record Field(String text, Set<Integer> numbers) {
        boolean has(int number) {
            return numbers.contains(number);
        }

        static Field all(int low, int high) {
            return progression("*", low, high, 1);
        }

        static Field single(Random random, int low, int high) {
            int number = low + random.nextInt(high - low + 1);
            return progression(String.valueOf(number), number, number, 1);
        }

        static Field draw(Random random, int low, int high, String[] names) {
            int items = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
            List<String> texts = new ArrayList<>();
            Set<Integer> numbers = new TreeSet<>();
            for (int i = 0; i < items; i++) {
                Field item = item(random, low, high, names);
                texts.add(item.text());
                numbers.addAll(item.numbers());
            }
            return new Field(String.join(",", texts), numbers);
        }

        private static Field item(Random random, int low, int high, String[] names) {
            int first = low + random.nextInt(high - low + 1);
            int last = first + random.nextInt(high - first + 1);
            int step = 1 + random.nextInt(high);
            String from = name(random, first, low, names);
            String to = name(random, last, low, names);
            return switch (random.nextInt(8)) {
                case 0 -> all(low, high);
                case 1 -> progression("/" + step, low, high, step);
                case 2 -> progression("*/" + step, low, high, step);
                case 3 -> progression(from + "/" + step, first, high, step);
                case 4 -> progression(from + "-" + to, first, last, 1);
                case 5 -> progression(from + "-" + to + "/" + step, first, last, step);
                default -> progression(from, first, first, 1);
            };
        }

        private static String name(Random random, int number, int low, String[] names) {
            return names.length == 0 || random.nextBoolean() ? String.valueOf(number) : names[number - low];
        }

        private static Field progression(String text, int first, int last, int step) {
            Set<Integer> numbers = new TreeSet<>();
            for (int number = first; number <= last; number += step) {
                numbers.add(number);
            }
            return new Field(text, numbers);
        }
    }
}
