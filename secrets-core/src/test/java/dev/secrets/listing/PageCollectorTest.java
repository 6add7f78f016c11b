package dev.secrets.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PageCollectorTest {
    @Test
    void page_isTheFirstOnesInOrder() {
        PageCollector<Integer, Integer> collector = collect(List.of(5, 3, 9, 1), Optional.empty(), 2);

        assertThat(collector.page()).containsExactly(1, 3);
        assertThat(collector.next()).contains(3);
    }

    @Test
    void page_behindAPlace_beginsAfterIt() {
        PageCollector<Integer, Integer> collector = collect(List.of(5, 3, 9, 1), Optional.of(3), 2);

        assertThat(collector.page()).containsExactly(5, 9);
        assertThat(collector.next()).isEmpty();
    }

    @Test
    void page_ofNothing_isEmptyAndTheLast() {
        PageCollector<Integer, Integer> collector = collect(List.of(), Optional.empty(), 2);

        assertThat(collector.page()).isEmpty();
        assertThat(collector.next()).isEmpty();
    }

    @Test
    @Tag("LIST-07")
    void pages_ofAnyOrderAndSize_areTheSortedListOnce() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Integer> sorted =
                    IntStream.range(0, random.nextInt(60)).boxed().toList();
            List<Integer> shuffled = new ArrayList<>(sorted);
            Collections.shuffle(shuffled, random);

            assertThat(allPages(shuffled, 1 + random.nextInt(9)))
                    .as("seed " + seed)
                    .isEqualTo(sorted);
        }
    }

    /** What is there from beginning to end is seen once; what comes or goes meanwhile at most once. */
    @Test
    @Tag("LIST-10")
    void pages_whileEntriesComeAndGo_showTheRestOnce() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TreeSet<Integer> entries = new TreeSet<>(
                    IntStream.range(0, 60).filter(i -> i % 2 == 0).boxed().toList());
            TreeSet<Integer> lasting = new TreeSet<>(entries);
            List<Integer> seen = new ArrayList<>();
            Optional<Integer> after = Optional.empty();
            do {
                PageCollector<Integer, Integer> collector = collect(entries, after, 1 + random.nextInt(5));
                seen.addAll(collector.page());
                after = collector.next();
                entries.add(random.nextInt(60));
                int gone = random.nextInt(60);
                entries.remove(gone);
                lasting.remove(gone);
            } while (after.isPresent());

            assertThat(seen).as("seed " + seed).doesNotHaveDuplicates().isSorted();
            assertThat(seen).as("seed " + seed).containsAll(lasting);
        }
    }

    private static List<Integer> allPages(List<Integer> entries, int size) {
        List<Integer> seen = new ArrayList<>();
        Optional<Integer> after = Optional.empty();
        do {
            PageCollector<Integer, Integer> collector = collect(entries, after, size);
            assertThat(collector.page()).hasSizeLessThanOrEqualTo(size);
            seen.addAll(collector.page());
            after = collector.next();
        } while (after.isPresent());
        return seen;
    }

    private static PageCollector<Integer, Integer> collect(
            Iterable<Integer> entries, Optional<Integer> after, int size) {
        PageCollector<Integer, Integer> collector =
                new PageCollector<>(Function.identity(), Comparator.naturalOrder(), after, size);
        entries.forEach(collector::offer);
        return collector;
    }
}
