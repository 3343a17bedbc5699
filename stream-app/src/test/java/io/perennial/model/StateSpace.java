// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every state that a model can reach, breadth first, so that the first violation that is found has the shortest trace. Nothing is
 * sampled: a state that was not looked at cannot be reached.
 */
final class StateSpace {

    /** Far more than the models here have; one that has lost its bounds is to end in words and not for lack of memory. */
    private static final int MOST_STATES = 3_000_000;

    /**
     * One thing that can happen.
     *
     * @param does in words
     * @param isProgress whether it happens by itself, sooner or later; faults and commands may also never come
     * @param to the state after it
     */
    record Move<S>(String does, boolean isProgress, S to) {}

    /** What is explored; states are values. */
    interface Model<S> {

        S initial();

        List<Move<S>> moves(S state);

        /** What is wrong with a state, wherever it is; empty for nothing. */
        Optional<String> wrong(S state);

        /** What is wrong with a state from which nothing goes on by itself. */
        Optional<String> wrongAtTheEnd(S state);
    }

    /**
     * What was found.
     *
     * @param states that were visited, all of them where nothing is wrong
     * @param moves between them
     * @param ends from which nothing goes on by itself
     * @param deepest most moves from the beginning, by the shortest way
     * @param wrong the first violation; null for none
     * @param trace the moves to it
     */
    record Explored(int states, long moves, int ends, int deepest, String wrong, List<String> trace) {

        @Override
        public String toString() {
            String size = states + " states, " + moves + " moves, " + ends + " ends, depth " + deepest;
            return wrong == null ? size : size + ": " + wrong + "\n    " + String.join("\n    ", trace);
        }
    }

    /** How a state was reached first. */
    private record Reached<S>(S from, String by, int depth) {}

    private StateSpace() {}

    static <S> Explored explore(Model<S> model) {
        Map<S, Reached<S>> reached = new HashMap<>();
        Deque<S> next = new ArrayDeque<>();
        S initial = model.initial();
        reached.put(initial, new Reached<>(null, "begin", 0));
        next.add(initial);
        long moves = 0;
        int ends = 0;
        int deepest = 0;
        while (!next.isEmpty()) {
            S state = next.remove();
            deepest = reached.get(state).depth();
            List<Move<S>> possible = model.moves(state);
            boolean ended = possible.stream().noneMatch(Move::isProgress);
            ends += ended ? 1 : 0;
            Optional<String> wrong = model.wrong(state);
            if (wrong.isEmpty() && ended) {
                wrong = model.wrongAtTheEnd(state);
            }
            if (wrong.isPresent()) {
                return new Explored(reached.size(), moves, ends, deepest, wrong.get(), trace(reached, state));
            }
            for (Move<S> move : possible) {
                moves++;
                if (reached.putIfAbsent(move.to(), new Reached<>(state, move.does(), deepest + 1)) == null) {
                    next.add(move.to());
                }
            }
            if (reached.size() > MOST_STATES) {
                throw new IllegalStateException("model refused: expected at most " + MOST_STATES + " states, got more");
            }
        }
        return new Explored(reached.size(), moves, ends, deepest, null, List.of());
    }

    private static <S> List<String> trace(Map<S, Reached<S>> reached, S end) {
        Deque<String> trace = new ArrayDeque<>();
        for (S state = end; state != null; state = reached.get(state).from()) {
            trace.addFirst(reached.get(state).by());
        }
        return List.copyOf(trace);
    }
}
