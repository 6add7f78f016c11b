package dev.secrets.testing;

import static dev.secrets.testing.Samples.current;
import static dev.secrets.testing.Samples.metadata;
import static dev.secrets.testing.Samples.next;
import static dev.secrets.testing.Samples.noise;
import static dev.secrets.testing.Samples.secret;
import static dev.secrets.testing.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.SecretStore;
import dev.secrets.store.StoredSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages: each record once, in order, full pages until the end. */
interface PageContract extends StoreFixture {
    @Test
    default void page_ofAnEmptyStore_isEmpty() {
        assertThat(store().page("", 10)).isEmpty();
    }

    @Test
    default void page_ofSome_returnsWholeRecords() {
        StoredSecret b = create(current(secret("b"), "v1"), value("v1", "1"));
        StoredSecret a = create(secret("a"));
        StoredSecret c = create(Samples.due(secret("c"), RecordContract.DUE));
        assertThat(store().page("", 10)).containsExactly(a, b, c);
    }

    @Test
    default void page_fromAName_includesIt() {
        Stream.of("a", "b", "c").forEach(name -> create(secret(name)));
        assertThat(store().page("b", 10)).containsExactly(secret("b"), secret("c"));
    }

    @Test
    default void page_fromANameThatIsNotThere_beginsWithTheNext() {
        Stream.of("a", "b", "c").forEach(name -> create(secret(name)));
        assertThat(store().page("a ", 10)).containsExactly(secret("b"), secret("c"));
        assertThat(store().page("B", 10)).containsExactly(secret("a"), secret("b"), secret("c"));
        assertThat(store().page("c ", 10)).isEmpty();
    }

    /** The engine goes on behind a name with the least text that is greater. */
    @Test
    default void page_fromJustBehindAName_beginsWithTheNext() {
        Stream.of("a", "a ", "b").forEach(name -> create(secret(name)));
        assertThat(store().page("a\0", 10)).containsExactly(secret("a "), secret("b"));
        assertThat(store().page("a \0", 10)).containsExactly(secret("b"));
        assertThat(store().page("b\0", 10)).isEmpty();
    }

    @Test
    default void page_returnedEarlier_staysAsItWas() {
        StoredSecret a = create(secret("a"));
        List<StoredSecret> page = store().page("", 10);
        update(a, next(a));
        create(secret("b"));
        assertThat(page).containsExactly(a);
    }

    @Test
    default void page_withALimit_returnsThatManyWhileThereAre() {
        Stream.of("a", "b", "c").forEach(name -> create(secret(name)));
        assertThat(store().page("", 1)).containsExactly(secret("a"));
        assertThat(store().page("", 2)).containsExactly(secret("a"), secret("b"));
        assertThat(store().page("", 3)).hasSize(3);
        assertThat(store().page("", 4)).hasSize(3);
        assertThat(store().page("b", 1)).containsExactly(secret("b"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    default void page_withALimitBelowOne_isRefused(int limit) {
        assertThatThrownBy(() -> store().page("", limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void page_withTheLargestLimit_returnsWhatIsThere() {
        create(secret("a"));
        assertThat(store().page("", Integer.MAX_VALUE)).containsExactly(secret("a"));
    }

    @Test
    default void page_afterChanges_showsTheLatestRecords() {
        StoredSecret a = create(secret("a"));
        StoredSecret b = create(secret("b"));
        StoredSecret changed = update(b, next(b), value("v1", "1"));
        delete(a);
        assertThat(store().page("", 10)).containsExactly(changed);
    }

    @Test
    default void page_ofLargeRecords_returnsThemAll() {
        List<StoredSecret> large = IntStream.range(0, 30)
                .mapToObj(number -> metadata(secret("large/%02d".formatted(number)), noise(200 * 1_024, number)))
                .toList();
        large.forEach(this::create);
        assertThat(store().page("", 100)).containsExactlyElementsOf(large);
    }

    @Test
    default void page_throughManySecrets_meetsEachOnceInOrder() {
        List<String> names = IntStream.range(0, manySecrets())
                .mapToObj(number -> "many/%06d".formatted(number))
                .toList();
        createAll(names);
        assertThat(pagedNames(store(), 1_000)).containsExactlyElementsOf(names);
        assertThat(record(names.get(names.size() / 2))).contains(secret(names.get(names.size() / 2)));
        assertThat(store().page(names.get(names.size() - 1), 10)).hasSize(1);
    }

    @Test
    default void page_whileOthersComeAndGo_missesNoneThatStays() {
        List<String> staying =
                IntStream.range(0, 200).mapToObj("page/%04d/stays"::formatted).toList();
        createAll(staying);
        Concurrently.run(4, thread -> {
            for (int round = 0; round < commitsPerThread(); round++) {
                if (thread == 0) {
                    assertThat(pagedNames(store(), 7))
                            .containsSubsequence(staying)
                            .doesNotHaveDuplicates();
                } else {
                    delete(create(secret("page/%04d/goes/%d".formatted(round * 7 % 200, thread))));
                }
            }
        });
    }

    private void createAll(List<String> names) {
        Concurrently.run(threads(), thread -> {
            for (int i = thread; i < names.size(); i += threads()) {
                create(secret(names.get(i)));
            }
        });
    }

    /** Walks as the engine does: the next page begins with the last name of the one before, which is dropped. */
    static List<String> pagedNames(SecretStore store, int limit) {
        List<String> names = new ArrayList<>();
        List<StoredSecret> page = store.page("", limit);
        while (!page.isEmpty()) {
            page.forEach(secret -> names.add(secret.name()));
            String last = names.get(names.size() - 1);
            page = store.page(last, limit + 1).stream()
                    .filter(secret -> !secret.name().equals(last))
                    .limit(limit)
                    .toList();
        }
        return names;
    }
}
