package dev.secrets.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the nodes of a {@link PrefixTree}: each stands for the texts that share a beginning, and its children for those that share
 * more of it. Used by one thread.
 */
final class PrefixTreeBuilder {
    /** A child is told by so many values of its first character at most; what is alike beyond that is rare, and searched. */
    private static final int MAX_SLOTS = 256;

    /** The texts from one index to before another, the beginning that they share, and how much of it their parent has already. */
    private record Shared(int from, int to, int labelStart, int depth) {}

    private final List<String> texts;
    private final List<Shared> nodes = new ArrayList<>();
    private final List<Integer> firstChildren = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();

    /** Takes distinct texts in order. */
    PrefixTreeBuilder(Collection<String> texts) {
        this.texts = List.copyOf(texts);
        nodes.add(new Shared(0, this.texts.size(), 0, 0));
        for (int node = 0; node < nodes.size(); node++) {
            firstChildren.add(nodes.size());
            addChildren(nodes.get(node));
        }
        firstChildren.add(nodes.size());
        for (int node = 0; node < nodes.size(); node++) {
            slots.add(slotsOf(node));
        }
    }

    private void addChildren(Shared parent) {
        int from = parent.from;
        if (from < parent.to && texts.get(from).length() == parent.depth) {
            from++; // this one ends at the parent
        }
        while (from < parent.to) {
            int to = from + 1;
            while (to < parent.to
                    && texts.get(to).charAt(parent.depth) == texts.get(from).charAt(parent.depth)) {
                to++;
            }
            int depth = sharedLength(texts.get(from), texts.get(to - 1), parent.depth);
            nodes.add(new Shared(from, to, parent.depth, depth));
            from = to;
        }
    }

    /** In order, the first and the last of several texts share no more than all of them do. */
    private static int sharedLength(String one, String other, int from) {
        int length = from;
        while (length < one.length() && length < other.length() && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    int size() {
        return nodes.size();
    }

    /** Returns the first child of the node; the last one stands before the first child of the next node. */
    int firstChild(int node) {
        return firstChildren.get(node);
    }

    /** Returns what the node adds to its parent. */
    String label(int node) {
        return text(node).substring(nodes.get(node).labelStart);
    }

    /** Returns the beginning that the node stands for. */
    String text(int node) {
        Shared shared = nodes.get(node);
        return shared.depth == 0 ? "" : texts.get(shared.from).substring(0, shared.depth);
    }

    /** Returns how many values of the lowest bits tell the children apart: a power of two, or 0 without children. */
    int slots(int node) {
        return slots.get(node);
    }

    /** Returns how many slots all nodes have. */
    int slots() {
        return slots.stream().mapToInt(count -> count).sum();
    }

    private int slotsOf(int node) {
        if (firstChild(node) == firstChild(node + 1)) {
            return 0;
        }
        int count = 1;
        while (count < MAX_SLOTS && !tellsApart(count, node)) {
            count *= 2;
        }
        return count;
    }

    private boolean tellsApart(int count, int parent) {
        Set<Integer> seen = new HashSet<>();
        for (int child = firstChild(parent); child < firstChild(parent + 1); child++) {
            if (!seen.add(label(child).charAt(0) & count - 1)) {
                return false;
            }
        }
        return true;
    }
}
