package dev.secrets.policy;

import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A radix tree of values by text: walking down along a text meets the values of all its prefixes, in time that depends on the
 * length of the text and not on the number of values.
 *
 * <p>Nodes are numbers, level by level from the root down, and the whole tree is a few arrays: walking along a text that was not
 * asked for lately reads little memory, which is what its time consists of. A child is looked up by the lowest bits of its first
 * character rather than searched for. Immutable; walked without allocation:
 *
 * <pre>{@code
 * int at = offset;
 * for (int node = PrefixTree.ROOT; node != PrefixTree.NONE; node = tree.child(node, text, at)) {
 *     at += tree.labelLength(node);
 *     ... tree.value(node) ...
 * }
 * }</pre>
 */
final class PrefixTree<V> {
    static final int ROOT = 0;

    /** No node: the text leads no further. */
    static final int NONE = -1;

    // What a node consists of, side by side in one array.
    private static final int LABEL_START = 0;
    private static final int LABEL_LENGTH = 1;
    private static final int SLOTS_START = 2;
    private static final int SLOTS = 3;
    private static final int NODE_SIZE = 4;

    private final int[] nodes;
    private final char[] labels;
    /** The first child of each node for each value of the lowest bits. */
    private final int[] slots;
    /** For each node, the next child of the same parent with the same lowest bits. */
    private final int[] alike;

    private final @Nullable Object[] values;

    PrefixTree(SortedMap<String, V> byText) {
        PrefixTreeBuilder builder = new PrefixTreeBuilder(byText.keySet());
        this.nodes = new int[builder.size() * NODE_SIZE];
        this.slots = noNodes(builder.slots());
        this.alike = noNodes(builder.size());
        this.values = new Object[builder.size()];
        StringBuilder text = new StringBuilder();
        int slotsStart = 0;
        for (int node = 0; node < builder.size(); node++) {
            String label = builder.label(node);
            nodes[node * NODE_SIZE + LABEL_START] = text.length();
            nodes[node * NODE_SIZE + LABEL_LENGTH] = label.length();
            nodes[node * NODE_SIZE + SLOTS_START] = slotsStart;
            nodes[node * NODE_SIZE + SLOTS] = builder.slots(node);
            values[node] = byText.get(builder.text(node));
            text.append(label);
            for (int child = builder.firstChild(node); child < builder.firstChild(node + 1); child++) {
                int slot = slot(node, builder.label(child).charAt(0));
                alike[child] = slots[slot];
                slots[slot] = child;
            }
            slotsStart += builder.slots(node);
        }
        this.labels = text.toString().toCharArray();
    }

    private static int[] noNodes(int size) {
        int[] nodes = new int[size];
        Arrays.fill(nodes, NONE);
        return nodes;
    }

    /** The number of slots is a power of two. */
    private int slot(int node, char first) {
        return nodes[node * NODE_SIZE + SLOTS_START] + (first & nodes[node * NODE_SIZE + SLOTS] - 1);
    }

    /** Returns whether there is no value. */
    boolean isEmpty() {
        return values.length == 1 && values[ROOT] == null;
    }

    /** Returns the value at the node, if there is one. */
    @SuppressWarnings("unchecked") // only values are put in
    @Nullable
    V value(int node) {
        return (V) values[node];
    }

    int labelLength(int node) {
        return nodes[node * NODE_SIZE + LABEL_LENGTH];
    }

    /** Returns the child of the node that the text leads to from the position on, or {@link #NONE}. */
    int child(int node, String text, int position) {
        if (nodes[node * NODE_SIZE + SLOTS] == 0 || position >= text.length()) {
            return NONE;
        }
        char first = text.charAt(position);
        int child = slots[slot(node, first)];
        while (child != NONE && labels[nodes[child * NODE_SIZE + LABEL_START]] != first) {
            child = alike[child];
        }
        return child != NONE && continues(child, text, position) ? child : NONE;
    }

    /** The first character was looked up already. */
    private boolean continues(int node, String text, int position) {
        int length = labelLength(node);
        if (text.length() - position < length) {
            return false;
        }
        int start = nodes[node * NODE_SIZE + LABEL_START];
        for (int i = 1; i < length; i++) {
            if (text.charAt(position + i) != labels[start + i]) {
                return false;
            }
        }
        return true;
    }
}
