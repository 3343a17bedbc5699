// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The domain of each event, numbered in the order in which they first appear. */
final class Segments {

    private final int[] ids;
    private final List<String> names;

    private Segments(int[] ids, List<String> names) {
        this.ids = ids;
        this.names = names;
    }

    /**
     * @param given ids as recorded, any numbers
     * @param names of the ids 0, 1, ...; ids without one are called by their number
     */
    static Segments of(int[] given, List<String> names) {
        String[] named = new String[given.length];
        for (int i = 0; i < given.length; i++) {
            int id = given[i];
            named[i] = id >= 0 && id < names.size() ? names.get(id) : Integer.toString(id);
        }
        return of(named);
    }

    static Segments of(String... named) {
        Map<String, Integer> found = new LinkedHashMap<>();
        int[] ids = new int[named.length];
        for (int i = 0; i < named.length; i++) {
            ids[i] = found.computeIfAbsent(named[i], name -> found.size());
        }
        return new Segments(ids, Collections.unmodifiableList(new ArrayList<>(found.keySet())));
    }

    int size() {
        return ids.length;
    }

    int at(int event) {
        return ids[event];
    }

    List<String> names() {
        return names;
    }
}
