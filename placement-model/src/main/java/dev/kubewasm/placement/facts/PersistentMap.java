package dev.kubewasm.placement.facts;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the order of its keys. A change makes a new map that shares all but a path with the old one, so
 * that what differs between two versions is found in time proportional to the difference. A weight-balanced tree: S.
 * Adams, "Efficient sets: a balancing act", JFP 3(4), 1993, with the parameters (3, 2) of Hirai and Yamamoto, JFP 21(3),
 * 2011.
 *
 * @param <K> keys
 * @param <V> values, compared as objects when versions are
 */
final class PersistentMap<K extends Comparable<K>, V> extends AbstractMap<K, V> {
    private static final int DELTA = 3;
    private static final int GAMMA = 2;

    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    /** No record: two nodes are the same only as one object. */
    private static final class Node<K, V> {
        private final @Nullable Node<K, V> left;
        private final K key;
        private final V value;
        private final @Nullable Node<K, V> right;
        private final int size;

        Node(@Nullable Node<K, V> left, K key, V value, @Nullable Node<K, V> right, int size) {
            this.left = left;
            this.key = key;
            this.value = value;
            this.right = right;
            this.size = size;
        }
    }

    /** The map without entries. */
    static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null);
    }

    /** The entries of {@code sorted}, which is in the natural order. */
    static <K extends Comparable<K>, V> PersistentMap<K, V> of(SortedMap<K, V> sorted) {
        return new PersistentMap<>(build(List.copyOf(sorted.entrySet()), 0, sorted.size()));
    }

    private static <K, V> @Nullable Node<K, V> build(List<Map.Entry<K, V>> entries, int from, int to) {
        if (from == to) {
            return null;
        }
        int middle = (from + to) >>> 1;
        Map.Entry<K, V> entry = entries.get(middle);
        return node(build(entries, from, middle), entry.getKey(), entry.getValue(), build(entries, middle + 1, to));
    }

    @Override
    public int size() {
        return size(root);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return key == null ? null : find(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @SuppressWarnings("unchecked") // as any sorted map: a key of another class is a ClassCastException
    private @Nullable V find(Object key) {
        K wanted = (K) key;
        @Nullable Node<K, V> node = root;
        while (node != null) {
            int order = wanted.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /** With this entry, in the place of one of the same key. */
    PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(insert(root, key, value));
    }

    /** Without the entry of this key. */
    PersistentMap<K, V> without(K key) {
        return containsKey(key) ? new PersistentMap<>(remove(root, key)) : this;
    }

    /** Is told of an entry that differs; one of the values may be missing. */
    @FunctionalInterface
    interface Difference<K, V> {
        void found(K key, @Nullable V before, @Nullable V now);
    }

    /** Tells {@code visitor} every entry that isn't the same object as in {@code before}, in the order of keys. */
    void differences(PersistentMap<K, V> before, Difference<K, V> visitor) {
        compare(before.root, root, visitor);
    }

    private static <K extends Comparable<K>, V> void compare(
            @Nullable Node<K, V> before, @Nullable Node<K, V> now, Difference<K, V> visitor) {
        if (before == now) {
            return;
        }
        if (now == null) {
            if (before != null) {
                compare(before.left, null, visitor);
                visitor.found(before.key, before.value, null);
                compare(before.right, null, visitor);
            }
            return;
        }
        Split<K, V> old = split(before, now.key);
        compare(old.left, now.left, visitor);
        if (old.value != now.value) {
            visitor.found(now.key, old.value, now.value);
        }
        compare(old.right, now.right, visitor);
    }

    private record Split<K, V>(
            @Nullable Node<K, V> left,
            @Nullable V value,
            @Nullable Node<K, V> right) {}

    private static <K extends Comparable<K>, V> Split<K, V> split(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return new Split<>(null, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Split<>(node.left, node.value, node.right);
        }
        if (order < 0) {
            Split<K, V> split = split(node.left, key);
            return new Split<>(split.left, split.value, join(split.right, node.key, node.value, node.right));
        }
        Split<K, V> split = split(node.right, key);
        return new Split<>(join(node.left, node.key, node.value, split.left), split.value, split.right);
    }

    /** All of {@code left}, the entry, and all of {@code right}, whatever their sizes. */
    private static <K extends Comparable<K>, V> Node<K, V> join(
            @Nullable Node<K, V> left, K key, V value, @Nullable Node<K, V> right) {
        if (left == null) {
            return insert(right, key, value);
        }
        if (right == null) {
            return insert(left, key, value);
        }
        if (DELTA * left.size < right.size) {
            return balance(join(left, key, value, right.left), right.key, right.value, right.right);
        }
        if (DELTA * right.size < left.size) {
            return balance(left.left, left.key, left.value, join(left.right, key, value, right));
        }
        return node(left, key, value, right);
    }

    private static <K extends Comparable<K>, V> Node<K, V> insert(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(null, key, value, null, 1);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(node.left, key, value, node.right, node.size);
        }
        return order < 0
                ? balance(insert(node.left, key, value), node.key, node.value, node.right)
                : balance(node.left, node.key, node.value, insert(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balance(remove(node.left, key), node.key, node.value, node.right);
        }
        if (order > 0) {
            return balance(node.left, node.key, node.value, remove(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balance(node.left, next.key, next.value, remove(node.right, next.key));
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static <K, V> Node<K, V> node(@Nullable Node<K, V> left, K key, V value, @Nullable Node<K, V> right) {
        return new Node<>(left, key, value, right, size(left) + size(right) + 1);
    }

    /** A node whose children may be out of balance by one entry. */
    private static <K, V> Node<K, V> balance(@Nullable Node<K, V> left, K key, V value, @Nullable Node<K, V> right) {
        int leftSize = size(left);
        int rightSize = size(right);
        if (leftSize + rightSize > 1 && right != null && rightSize > DELTA * leftSize) {
            @Nullable Node<K, V> inner = right.left;
            return inner == null || inner.size < GAMMA * size(right.right)
                    ? node(node(left, key, value, inner), right.key, right.value, right.right)
                    : node(
                            node(left, key, value, inner.left),
                            inner.key,
                            inner.value,
                            node(inner.right, right.key, right.value, right.right));
        }
        if (leftSize + rightSize > 1 && left != null && leftSize > DELTA * rightSize) {
            @Nullable Node<K, V> inner = left.right;
            return inner == null || inner.size < GAMMA * size(left.left)
                    ? node(left.left, left.key, left.value, node(inner, key, value, right))
                    : node(
                            node(left.left, left.key, left.value, inner.left),
                            inner.key,
                            inner.value,
                            node(inner.right, key, value, right));
        }
        return node(left, key, value, right);
    }

    /** The depth of the tree, for tests. */
    int depth() {
        return depth(root);
    }

    private static int depth(@Nullable Node<?, ?> node) {
        return node == null ? 0 : 1 + Math.max(depth(node.left), depth(node.right));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new Entries<>(root);
            }

            @Override
            public int size() {
                return PersistentMap.this.size();
            }
        };
    }

    private static final class Entries<K, V> implements Iterator<Map.Entry<K, V>> {
        private final Deque<Node<K, V>> open = new ArrayDeque<>();

        Entries(@Nullable Node<K, V> root) {
            descend(root);
        }

        private void descend(@Nullable Node<K, V> from) {
            for (@Nullable Node<K, V> node = from; node != null; node = node.left) {
                open.push(node);
            }
        }

        @Override
        public boolean hasNext() {
            return !open.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (open.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = open.pop();
            descend(node.right);
            return Map.entry(node.key, node.value);
        }
    }
}
