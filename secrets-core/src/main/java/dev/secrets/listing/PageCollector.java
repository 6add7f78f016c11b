package dev.secrets.listing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Keeps the entries of one page out of any number that come in no order: the first ones behind a place. Needs memory for a page,
 * not for the list. Confined to one thread.
 */
public final class PageCollector<T, P> {
    private final Function<T, P> position;
    private final Comparator<P> order;
    private final Optional<P> after;
    private final int size;
    private final PriorityQueue<T> firstOnes;

    /**
     * Makes a collector.
     *
     * @param position the place of an entry
     * @param order the order of places
     * @param after the place behind which the page begins; the list's beginning when absent
     * @param size how many entries the page holds
     */
    public PageCollector(Function<T, P> position, Comparator<P> order, Optional<P> after, int size) {
        this.position = position;
        this.order = order;
        this.after = after;
        this.size = size;
        this.firstOnes =
                new PriorityQueue<>(Comparator.comparing(position, order).reversed());
    }

    /** Takes an entry; one more than a page is kept, to know whether there are more. */
    public void offer(T entry) {
        P place = position.apply(entry);
        if (after.isPresent() && order.compare(place, after.get()) <= 0) {
            return;
        }
        if (isFull()) {
            if (order.compare(place, position.apply(firstOnes.element())) >= 0) {
                return;
            }
            firstOnes.remove();
        }
        firstOnes.add(entry);
    }

    /** Returns whether entries that come in order can't be in the page any more. */
    public boolean isFull() {
        return firstOnes.size() > size;
    }

    /** Returns the entries of the page, in order. */
    public List<T> page() {
        List<T> sorted = new ArrayList<>(firstOnes);
        sorted.sort(Comparator.comparing(position, order));
        return List.copyOf(sorted.subList(0, Math.min(size, sorted.size())));
    }

    /** Returns the place of the page's last entry, if there are more behind it. */
    public Optional<P> next() {
        List<T> page = page();
        return isFull() ? Optional.of(position.apply(page.get(page.size() - 1))) : Optional.empty();
    }
}
