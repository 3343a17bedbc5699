// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The newest of many things, so many and no more. Thread-safe. */
final class Recent<T> {

    private final int capacity;
    private final Deque<T> things = new ArrayDeque<>();
    private long all;

    Recent(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(T thing) {
        if (things.size() == capacity) {
            things.removeFirst();
        }
        things.addLast(thing);
        all++;
    }

    /** How many there ever were. */
    synchronized long all() {
        return all;
    }

    /** The newest first. */
    synchronized List<T> newestFirst() {
        List<T> list = new ArrayList<>(things);
        Collections.reverse(list);
        return list;
    }
}
