package dev.secrets.policy;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A radix tree of values by text: walking down along a text meets the values of all its prefixes, in time that depends on the
 * length of the text and not on the number of values. Built by one thread, then read by any number without allocation:
 * {@code for (node = tree.root(); node != null; node = node.next(text, offset))}.
 */
final class PrefixTree<V> {
    private static final char[] NO_CHARACTERS = {};
    private static final Node<?>[] NO_NODES = {};

    private final Node<V> root = new Node<>("", 0);

    Node<V> root() {
        return root;
    }

    /** Returns the value at the text, made first if there is none. */
    V computeIfAbsent(String text, Supplier<V> value) {
        Node<V> node = nodeAt(text);
        if (node.value == null) {
            node.value = value.get();
        }
        return node.value;
    }

    /** Sets the value at the text. */
    void put(String text, V value) {
        nodeAt(text).value = value;
    }

    private Node<V> nodeAt(String text) {
        Node<V> node = root;
        while (node.depth < text.length()) {
            node = node.childTowards(text);
        }
        return node;
    }

    /** A place in the tree: the end of a prefix. */
    static final class Node<V> {
        private String label;
        /** The number of characters from the root to the end of the label. */
        private final int depth;

        private @Nullable V value;
        /** The first characters of the children's labels, in order. */
        private char[] firsts = NO_CHARACTERS;

        @SuppressWarnings("unchecked") // empty, so of whatever type
        private Node<V>[] children = (Node<V>[]) NO_NODES;

        private Node(String label, int depth) {
            this.label = label;
            this.depth = depth;
        }

        @Nullable
        V value() {
            return value;
        }

        /** Returns the next node along the text, which starts at the offset; null at the end. */
        @Nullable
        Node<V> next(String text, int offset) {
            int position = offset + depth;
            if (children.length == 0 || position >= text.length()) {
                return null;
            }
            int index = Arrays.binarySearch(firsts, text.charAt(position));
            if (index < 0) {
                return null;
            }
            Node<V> child = children[index];
            boolean compared = child.depth == depth + 1; // its label is the character that was just looked up
            return compared || text.startsWith(child.label, position) ? child : null;
        }

        /** Returns the child that the text leads to, made or split off first if there is none. */
        private Node<V> childTowards(String text) {
            int index = Arrays.binarySearch(firsts, text.charAt(depth));
            if (index < 0) {
                Node<V> leaf = new Node<>(text.substring(depth), text.length());
                insert(-index - 1, leaf);
                return leaf;
            }
            Node<V> child = children[index];
            int common = commonLength(child.label, text, depth);
            if (common < child.label.length()) {
                Node<V> between = new Node<>(child.label.substring(0, common), depth + common);
                child.label = child.label.substring(common);
                between.insert(0, child);
                children[index] = between;
            }
            return children[index];
        }

        private static int commonLength(String label, String text, int offset) {
            int length = 0;
            while (length < label.length()
                    && offset + length < text.length()
                    && label.charAt(length) == text.charAt(offset + length)) {
                length++;
            }
            return length;
        }

        private void insert(int index, Node<V> child) {
            firsts = Arrays.copyOf(firsts, firsts.length + 1);
            children = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(firsts, index, firsts, index + 1, firsts.length - 1 - index);
            System.arraycopy(children, index, children, index + 1, children.length - 1 - index);
            firsts[index] = child.label.charAt(0);
            children[index] = child;
        }
    }
}
