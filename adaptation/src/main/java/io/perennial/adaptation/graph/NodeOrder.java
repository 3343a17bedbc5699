// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Sorts nodes so that each comes after those it reads from; of those that are ready, the first in the file. */
final class NodeOrder {

    private NodeOrder() {}

    /**
     * @param nodes in file order
     * @param given names of values that no node computes
     * @throws InvalidModelException if a value is missing, defined twice, or depends on itself
     */
    static List<Node> sorted(List<Node> nodes, Set<String> given) {
        Map<String, Integer> maker = makers(nodes, given);
        var waiting = new int[nodes.size()];
        var readers = new HashMap<Integer, List<Integer>>();
        var ready = new PriorityQueue<Integer>();
        for (int i = 0; i < waiting.length; i++) {
            for (String input : new HashSet<>(nodes.get(i).inputs())) {
                if (maker.containsKey(input)) {
                    readers.computeIfAbsent(maker.get(input), any -> new ArrayList<>())
                            .add(i);
                    waiting[i]++;
                } else if (!input.isEmpty() && !given.contains(input)) {
                    throw refused("every input of a node to exist", "missing input \"" + input + "\"", nodes.get(i));
                }
            }
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        var sorted = new ArrayList<Node>(nodes.size());
        while (!ready.isEmpty()) {
            int next = ready.poll();
            sorted.add(nodes.get(next));
            for (int reader : readers.getOrDefault(next, List.of())) {
                if (--waiting[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] > 0) {
                throw refused("a graph without cycles", "a value that depends on itself", nodes.get(i));
            }
        }
        return sorted;
    }

    private static Map<String, Integer> makers(List<Node> nodes, Set<String> given) {
        var maker = new HashMap<String, Integer>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                if (!output.isEmpty() && (given.contains(output) || maker.put(output, i) != null)) {
                    throw refused("each value once", "\"" + output + "\" twice", nodes.get(i));
                }
            }
        }
        return maker;
    }

    private static InvalidModelException refused(String expected, String got, Node node) {
        return new InvalidModelException(
                "model refused: expected " + expected + ", got " + got + " [node \"" + node.name() + "\"]");
    }
}
