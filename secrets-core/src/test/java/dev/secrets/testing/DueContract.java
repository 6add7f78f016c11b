package dev.secrets.testing;

import static dev.secrets.testing.Samples.OTHER_UID;
import static dev.secrets.testing.Samples.due;
import static dev.secrets.testing.Samples.next;
import static dev.secrets.testing.Samples.notDue;
import static dev.secrets.testing.Samples.secret;
import static dev.secrets.testing.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.StoredSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Due secrets: by time and then by name, up to and including the instant, strictly behind the cursor. */
interface DueContract extends StoreFixture {
    Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** Times at which a store that converts to a zone, a coarser unit or a smaller range goes wrong. */
    static Stream<Instant> delicateTimes() {
        return Stream.of(
                        "1970-01-01T00:00:00.001Z", // the first after the start cursor
                        "2026-03-01T12:00:00.999Z",
                        "2026-03-08T02:30:00Z", // skipped in New York
                        "2026-03-29T01:30:00.007Z", // skipped in London; in Berlin an hour later
                        "2026-03-29T02:30:00Z",
                        "2026-10-25T01:30:00Z", // happens twice in London
                        "2026-10-25T00:30:00Z",
                        "2026-11-01T05:30:00.500Z", // happens twice in New York
                        "2028-02-29T23:59:59.999Z",
                        "2038-01-19T03:14:08.001Z", // behind the end of 32-bit seconds
                        "2199-12-31T23:59:59.999Z")
                .map(Instant::parse);
    }

    @Test
    default void due_withoutDueTimes_isEmpty() {
        create(secret("a"));
        assertThat(store().due(Instant.parse("2200-01-01T00:00:00Z"), DueCursor.START, 10))
                .isEmpty();
    }

    @Test
    default void due_ofSome_isSoonestFirst() {
        create(due(secret("a"), NOON.plusMillis(1)));
        create(due(secret("b"), NOON.minusMillis(1)));
        create(due(secret("c"), NOON));
        assertThat(names(dueUntil(NOON.plusMillis(1), DueCursor.START, 10))).containsExactly("b", "c", "a");
    }

    @Test
    default void due_until_includesTheInstantAndNothingLater() {
        create(due(secret("a"), NOON.minusMillis(1)));
        create(due(secret("b"), NOON));
        create(due(secret("c"), NOON.plusMillis(1)));
        assertThat(dueUntil(NOON, DueCursor.START, 10))
                .containsExactly(new DueSecret("a", NOON.minusMillis(1)), new DueSecret("b", NOON));
        assertThat(dueUntil(NOON.minusMillis(2), DueCursor.START, 10)).isEmpty();
    }

    @Test
    default void due_atEqualTimes_isInTheOrderOfUnsignedUtf8() {
        List<String> inOrder = NameContract.everyCharacter();
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            create(due(secret(inOrder.get(i)), NOON));
        }
        assertThat(names(dueUntil(NOON, DueCursor.START, 1_000))).containsExactlyElementsOf(inOrder);
    }

    @Test
    default void due_behindEachOfEqualTimes_beginsWithTheNext() {
        List<String> inOrder = NameContract.everyCharacter();
        inOrder.forEach(name -> create(due(secret(name), NOON)));
        for (int i = 0; i < inOrder.size(); i++) {
            assertThat(names(dueUntil(NOON, new DueCursor(NOON, inOrder.get(i)), 1_000)))
                    .containsExactlyElementsOf(inOrder.subList(i + 1, inOrder.size()));
        }
    }

    @Test
    default void due_behindACursor_isStrictlyLaterOrOfAGreaterName() {
        create(due(secret("z"), NOON.minusMillis(1)));
        create(due(secret("a"), NOON));
        create(due(secret("b"), NOON));
        create(due(secret("A"), NOON.plusMillis(1)));
        assertThat(names(dueUntil(NOON.plusMillis(1), new DueCursor(NOON, "a"), 10)))
                .containsExactly("b", "A");
        assertThat(names(dueUntil(NOON.plusMillis(1), new DueCursor(NOON, ""), 10)))
                .containsExactly("a", "b", "A");
        assertThat(names(dueUntil(NOON, new DueCursor(NOON, "b"), 10))).isEmpty();
    }

    @Test
    default void due_behindASecretThatVanished_goesOnFromItsPlace() {
        Stream.of("a", "b", "c").forEach(name -> create(due(secret(name), NOON)));
        DueCursor place = DueCursor.at(dueUntil(NOON, DueCursor.START, 2).get(1));
        delete(due(secret("b"), NOON));
        assertThat(names(dueUntil(NOON, place, 10))).containsExactly("c");
    }

    @Test
    default void due_behindACursorLaterThanUntil_isEmpty() {
        create(due(secret("a"), NOON));
        assertThat(dueUntil(NOON, new DueCursor(NOON.plusSeconds(1), ""), 10)).isEmpty();
    }

    @Test
    default void due_withALimit_returnsTheSoonest() {
        create(due(secret("a"), NOON.plusSeconds(1)));
        create(due(secret("b"), NOON));
        assertThat(names(dueUntil(NOON.plusSeconds(9), DueCursor.START, 1))).containsExactly("b");
    }

    @Test
    default void due_withTheLargestLimit_returnsWhatIsThere() {
        create(due(secret("a"), NOON));
        assertThat(names(dueUntil(NOON, DueCursor.START, Integer.MAX_VALUE))).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    default void due_withALimitBelowOne_isRefused(int limit) {
        assertThatThrownBy(() -> dueUntil(NOON, DueCursor.START, limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    default void due_inSteps_meetsEachOnceInOrder(int limit) {
        List<DueSecret> inOrder = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            inOrder.add(new DueSecret("step/%03d".formatted(i), NOON.plusMillis(i / 10)));
        }
        inOrder.forEach(secret -> create(due(secret(secret.name()), secret.dueAt())));
        assertThat(steps(limit)).containsExactlyElementsOf(inOrder);
    }

    @Test
    default void due_afterAnUpdate_followsTheNewTime() {
        StoredSecret first = create(due(secret("a"), NOON));
        StoredSecret second = update(first, due(next(first), NOON.plusSeconds(60)));
        assertThat(dueUntil(NOON, DueCursor.START, 10)).isEmpty();
        assertThat(dueUntil(NOON.plusSeconds(60), DueCursor.START, 10))
                .containsExactly(new DueSecret("a", NOON.plusSeconds(60)));
        update(second, due(next(second), NOON.minusSeconds(60)));
        assertThat(dueUntil(NOON.plusSeconds(60), DueCursor.START, 10))
                .containsExactly(new DueSecret("a", NOON.minusSeconds(60)));
    }

    @Test
    default void due_afterAnUpdateOfOtherThings_isTheSame() {
        StoredSecret secret = create(due(secret("a"), NOON));
        update(secret, next(secret), value("v1", "1"));
        assertThat(dueUntil(NOON, DueCursor.START, 10)).containsExactly(new DueSecret("a", NOON));
    }

    @Test
    default void due_afterTheDueTimeIsRemoved_isEmpty() {
        StoredSecret secret = create(due(secret("a"), NOON));
        update(secret, notDue(next(secret)));
        assertThat(dueUntil(NOON, DueCursor.START, 10)).isEmpty();
    }

    @Test
    default void due_afterTheDueTimeIsAdded_holdsIt() {
        StoredSecret secret = create(secret("a"));
        update(secret, due(next(secret), NOON));
        assertThat(names(dueUntil(NOON, DueCursor.START, 10))).containsExactly("a");
    }

    @Test
    default void due_afterDelete_isEmpty() {
        delete(create(due(secret("a"), NOON)));
        assertThat(dueUntil(NOON, DueCursor.START, 10)).isEmpty();
    }

    @Test
    default void due_afterTheNameGotAnotherUid_followsTheNewSecret() {
        StoredSecret first = create(due(secret("a"), NOON));
        update(first, due(secret("a", OTHER_UID, 1), NOON.plusSeconds(1)));
        assertThat(dueUntil(NOON.plusSeconds(1), DueCursor.START, 10))
                .containsExactly(new DueSecret("a", NOON.plusSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("dev.secrets.testing.DueContract#delicateTimes")
    default void due_atAnyTime_isExactToTheMillisecond(Instant time) {
        create(due(secret("a"), time));
        assertThat(dueUntil(time, DueCursor.START, 10)).containsExactly(new DueSecret("a", time));
        assertThat(dueUntil(time.minusMillis(1), DueCursor.START, 10)).isEmpty();
        assertThat(dueUntil(time, new DueCursor(time, "a"), 10)).isEmpty();
        assertThat(dueUntil(time, new DueCursor(time.minusMillis(1), "z"), 10)).hasSize(1);
    }

    /** Times that fit into no milliseconds are before or after all that do. */
    @Test
    default void due_atTheEndsOfTime_isBeforeOrBehindAll() {
        create(due(secret("a"), NOON));
        for (Instant end : List.of(Instant.MAX, Instant.ofEpochMilli(Long.MAX_VALUE))) {
            assertThat(names(dueUntil(end, DueCursor.START, 10))).containsExactly("a");
            assertThat(dueUntil(end, new DueCursor(end, ""), 10)).isEmpty();
        }
        for (Instant beginning : List.of(Instant.MIN, Instant.ofEpochMilli(Long.MIN_VALUE))) {
            assertThat(dueUntil(beginning, DueCursor.START, 10)).isEmpty();
            assertThat(names(dueUntil(NOON, new DueCursor(beginning, ""), 10))).containsExactly("a");
        }
    }

    private List<DueSecret> dueUntil(Instant until, DueCursor after, int limit) {
        return store().due(until, after, limit);
    }

    private List<DueSecret> steps(int limit) {
        List<DueSecret> met = new ArrayList<>();
        List<DueSecret> step = dueUntil(NOON.plusSeconds(1), DueCursor.START, limit);
        while (!step.isEmpty()) {
            met.addAll(step);
            step = dueUntil(NOON.plusSeconds(1), DueCursor.at(met.get(met.size() - 1)), limit);
        }
        return met;
    }

    private static List<String> names(List<DueSecret> due) {
        return due.stream().map(DueSecret::name).toList();
    }
}
