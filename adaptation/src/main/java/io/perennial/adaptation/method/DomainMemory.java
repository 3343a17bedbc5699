// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Knows conditions that the stream has left, when they return, and whether the source answered there. Statistics of the
 * conditions in between look surer than the source even where they are wrong (of the gas sensors' first domain the source
 * gets all right, and what was learned in their last one a fifth), so at a return nothing but memory tells whom to believe.
 * What was learned is not brought back: the source alone is, which does no harm that it did not do before.
 *
 * <p>An event asks for its nearest neighbour among those of conditions left behind. It speaks for a return if that is
 * clearly nearer than any event of late, about as near as neighbours were then, and was answered by the source. When nearly all
 * that asked lately speak for it, the stream has returned, until fewer than two thirds do.
 *
 * <p>Rows of features alone, by random directions in the units in which they come: between images, distances tell
 * nothing of conditions.
 */
final class DomainMemory {

    private static final String NAME = "domain-memory";

    /** Random directions that an event is remembered by. */
    private static final int DIRECTIONS = 32;

    /** Of the directions and of what makes room; the same everywhere, since a state says what lies along them. */
    private static final long SEED = 7;

    /** One event in so many is kept, of those that ask. */
    private static final int KEPT = 4;

    /** One event in so many asks. */
    private static final int ASKING = 2;

    /** Events, of those kept, that are of late: a thousand of the stream. */
    private static final int LATE = 250;

    /** Events, of those kept, that wait: if they turn out to have been the begin of a return, they are known already. */
    private static final int WAITING = 16;

    /** Events, of those kept, that the source answered before others were believed, and that do not speak for it. */
    private static final int DOUBTED = 64;

    private static final int VOTES = 16;

    /** Votes from which the stream has returned. */
    private static final int RETURNED = 14;

    /** Votes below which it has left again. */
    private static final int STAYS = 10;

    /** How much further than neighbours were from each other then a neighbour may be. */
    private static final float NEAR = 1.25f;

    /** Share of the distance to the nearest event of late within which it must be; there are more that were left behind. */
    private static final float NEARER = 0.8f;

    /** Share of the distance between neighbours within which an event is not remembered twice. */
    private static final float SAME = 0.5f;

    /** Null where nothing is remembered. */
    private final RandomDirections directions;

    private final SeenEvents left;
    private final SeenEvents late;
    private final SeenEvents waiting;
    private final float[] votes = new float[VOTES];
    private long asked;
    private long seen;
    private boolean returned;
    private boolean source;

    /** @param capacity events of conditions left behind; 0 for none */
    DomainMemory(Network network, int capacity) {
        boolean rows = network.eventShape().length == 1;
        directions = capacity > 0 && rows ? new RandomDirections(network.eventShape()[0], DIRECTIONS, SEED) : null;
        left = new SeenEvents(directions == null ? 0 : capacity, DIRECTIONS);
        late = new SeenEvents(LATE, DIRECTIONS);
        waiting = new SeenEvents(WAITING, DIRECTIONS);
    }

    /** Whether the stream is back in conditions in which the source answered. */
    boolean returned() {
        return returned;
    }

    /**
     * Looks at a batch, and remembers it where it is no return.
     *
     * @param bySource whether the source, or almost it alone, answers where there is no memory
     */
    void observe(Batch x, boolean bySource) {
        if (directions == null) {
            return;
        }
        List<float[]> toKeep = new ArrayList<>();
        for (int event = 0; event < x.size(); event++, seen++) {
            if (seen % ASKING == 0) {
                float[] at = directions.along(x.event(event));
                if (NormPolicy.areFinite(at)) {
                    ask(at);
                    if (seen % KEPT == 0) {
                        toKeep.add(at);
                    }
                }
            }
        }
        if (returned) {
            waiting.clear();
        } else {
            keep(toKeep, bySource);
        }
        source = bySource;
    }

    private void keep(List<float[]> events, boolean bySource) {
        if (source && !bySource) {
            waiting.disown(WAITING);
            late.disown(DOUBTED - WAITING);
        }
        for (float[] at : events) {
            if (waiting.isFull()) {
                int next = waiting.oldest();
                passBy(waiting.at(next), waiting.bySource(next));
            }
            waiting.add(at, 0, bySource);
        }
    }

    private void ask(float... at) {
        int known = left.nearest(at);
        late.nearest(at);
        boolean vote = known >= 0
                && left.bySource(known)
                && left.distance() <= NEAR * left.radius(known)
                && left.distance() < NEARER * late.distance();
        votes[(int) (asked++ % VOTES)] = vote ? 1 : 0;
        int speaking = 0;
        for (float one : votes) {
            speaking += (int) one;
        }
        returned = speaking >= (returned ? STAYS : RETURNED);
    }

    private void passBy(float[] at, boolean bySource) {
        float within = late.nearest(at) < 0 ? 0 : late.distance();
        if (late.isFull()) {
            int oldest = late.oldest();
            leave(late.at(oldest), late.radius(oldest), late.bySource(oldest));
        }
        late.add(at, within, bySource);
    }

    /** What is known already is not remembered twice; where there is no room, one makes room that chance picks. */
    private void leave(float[] at, float within, boolean bySource) {
        int known = left.nearest(at);
        if (known >= 0 && left.distance() <= SAME * left.radius(known)) {
            return;
        }
        left.addAnywhere(at, within, bySource, SEED);
    }

    void save(Map<String, float[]> arrays) {
        if (directions == null) {
            return;
        }
        left.save(arrays, NAME + "-left");
        late.save(arrays, NAME + "-late");
        waiting.save(arrays, NAME + "-waiting");
        arrays.put(NAME + "-votes", votes.clone());
        arrays.put(NAME + "-counts", Counters.floats(asked, seen, returned ? 1 : 0, source ? 1 : 0));
    }

    void load(LearnedState state) {
        if (directions == null) {
            return;
        }
        left.load(state, NAME + "-left");
        late.load(state, NAME + "-late");
        waiting.load(state, NAME + "-waiting");
        System.arraycopy(state.array(NAME + "-votes", VOTES), 0, votes, 0, VOTES);
        long[] counts = Counters.longs(state.array(NAME + "-counts", 8));
        asked = counts[0];
        seen = counts[1];
        returned = counts[2] != 0;
        source = counts[3] != 0;
    }
}
