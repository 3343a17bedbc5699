// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The events of one partition, in the order of their offsets, and which of them an answer is about. Answers that come in order
 * are found at once; the indexes are built at the first that does not.
 */
final class EventsSeen {

    private final String prefix;
    private final List<Mark> events;
    private Map<String, Deque<Integer>> byId;
    private Map<ByteBuffer, Deque<Integer>> byPrint;

    EventsSeen(String topic, int partition, List<Mark> events) {
        prefix = topic + "-" + partition + "-";
        this.events = events;
    }

    int size() {
        return events.size();
    }

    Mark get(int index) {
        return events.get(index);
    }

    /** Topic, partition and offset: the id of an event that brings none. */
    String place(int index) {
        return prefix + events.get(index).offset();
    }

    /** Its index; -1 where there is none at that offset. */
    int at(long offset) {
        int low = 0;
        int high = events.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = events.get(middle).offset();
            if (found == offset) {
                return middle;
            }
            low = found < offset ? middle + 1 : low;
            high = found < offset ? high : middle - 1;
        }
        return -1;
    }

    /**
     * The event that an answer is about.
     *
     * @param expected where it is if all is well; may be beyond the last
     * @param open whether an event still waits for an answer of this kind: of several alike one that does is taken
     * @return its index; -1 where there is none
     */
    int find(Mark answer, int expected, IntPredicate open) {
        if (expected < events.size() && isAbout(expected, answer)) {
            return expected;
        }
        index();
        int named = answer.id() != null && answer.id().startsWith(prefix) ? named(answer.id()) : -1;
        if (named >= 0 && events.get(named).id() == null) {
            return named;
        }
        Deque<Integer> alike = byId.get(answer.id());
        if (alike == null) {
            alike = byPrint.get(print(answer));
        }
        if (alike == null) {
            return -1;
        }
        return alike.stream().filter(open::test).findFirst().orElse(alike.getFirst());
    }

    private boolean isAbout(int index, Mark answer) {
        Mark event = events.get(index);
        if (event.id() != null) {
            return event.id().equals(answer.id());
        }
        return place(index).equals(answer.id()) || event.travelledAs(answer) && !isPlace(answer.id());
    }

    private boolean isPlace(String id) {
        return id != null && id.startsWith(prefix) && named(id) >= 0;
    }

    private int named(String id) {
        try {
            return at(Long.parseLong(id.substring(prefix.length())));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void index() {
        if (byId == null) {
            byId = index(Mark::id);
            byPrint = index(event -> event.id() == null ? print(event) : null);
        }
    }

    private <K> Map<K, Deque<Integer>> index(Function<Mark, K> key) {
        Map<K, Deque<Integer>> index = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            K of = key.apply(events.get(i));
            if (of != null) {
                index.computeIfAbsent(of, unseen -> new ArrayDeque<>()).add(i);
            }
        }
        return index;
    }

    private static ByteBuffer print(Mark mark) {
        return ByteBuffer.allocate(Long.BYTES + mark.print().length)
                .putLong(mark.time())
                .put(mark.print())
                .flip();
    }
}
