// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Undoes the merging of equal initialisers. Exporters store two parameters of equal value once and give the second as
 * {@code Identity(first)} whose output carries the second's own name; taken literally, the gradients of two layers
 * would add up. Each such output becomes an initialiser of its own and the node goes.
 *
 * <p>The second parameter's place in the file order is lost with it, so it is put where the exporter would have: right
 * after the initialiser that precedes it among the inputs of the node that uses it, else right before the one that
 * follows, else after the last one that an earlier node uses.
 */
final class Untying {

    private final Map<String, TensorProto> initialisers;
    private final Map<String, List<String>> before = new HashMap<>();
    private final Map<String, List<String>> after = new HashMap<>();
    private final Map<String, TensorProto> untied = new LinkedHashMap<>();
    private final Set<String> placed = new HashSet<>();
    private final List<String> first = new ArrayList<>();

    /** @param initialisers of the file, by name, in file order */
    Untying(Map<String, TensorProto> initialisers) {
        this.initialisers = initialisers;
    }

    /**
     * @param nodes in an order in which they can be computed
     * @param output of the graph, which has to stay a node's
     * @return the nodes that stay
     */
    List<Node> untie(List<Node> nodes, String output) {
        Set<String> wanted = wanted(nodes);
        var rest = new ArrayList<Node>();
        for (Node node : nodes) {
            TensorProto source = source(node);
            String name = node.outputs().isEmpty() ? "" : node.outputs().get(0);
            if (source != null && wanted.contains(name) && !name.equals(output)) {
                untied.put(name, source.toBuilder().setName(name).build());
            } else {
                rest.add(node);
            }
        }
        place(rest);
        return rest;
    }

    /** All initialisers, those untied among them, in file order. */
    List<TensorProto> inFileOrder() {
        var order = new ArrayList<TensorProto>(initialisers.size() + untied.size());
        first.forEach(name -> emit(name, order));
        initialisers.keySet().forEach(name -> emit(name, order));
        return order;
    }

    private TensorProto source(Node node) {
        if (!node.op().equals("Identity") || !node.domain().isEmpty() || !node.hasInput(0)) {
            return null;
        }
        String name = node.inputs().get(0);
        return initialisers.getOrDefault(name, untied.get(name));
    }

    private static Set<String> wanted(List<Node> nodes) {
        var wanted = new HashSet<String>();
        for (Node node : nodes) {
            for (int i = 0; i < node.inputs().size(); i++) {
                if (ParameterRoles.isLearned(node, i) || ParameterRoles.isStatistic(node, i)) {
                    wanted.add(node.inputs().get(i));
                }
                // A chain of identities: each link is wanted by the next.
                if (node.op().equals("Identity")) {
                    wanted.add(node.inputs().get(i));
                }
            }
        }
        return wanted;
    }

    private void place(List<Node> nodes) {
        String last = null;
        for (Node node : nodes) {
            String anchor = null;
            for (int i = 0; i < node.inputs().size(); i++) {
                String name = node.inputs().get(i);
                if (untied.containsKey(name) && placed.add(name)) {
                    place(name, anchor, following(node, i), last);
                }
                if (initialisers.containsKey(name) || untied.containsKey(name)) {
                    anchor = name;
                }
            }
            last = anchor == null ? last : anchor;
        }
        for (String name : untied.keySet()) {
            if (placed.add(name)) {
                place(name, null, null, last);
            }
        }
    }

    private void place(String name, String preceding, String following, String last) {
        if (preceding != null) {
            after.computeIfAbsent(preceding, any -> new ArrayList<>()).add(0, name);
        } else if (following != null) {
            before.computeIfAbsent(following, any -> new ArrayList<>()).add(name);
        } else if (last != null) {
            after.computeIfAbsent(last, any -> new ArrayList<>()).add(0, name);
        } else {
            first.add(name);
        }
    }

    private String following(Node node, int input) {
        for (String name : node.inputs().subList(input + 1, node.inputs().size())) {
            if (initialisers.containsKey(name)) {
                return name;
            }
        }
        return null;
    }

    /** Without recursion, for a hostile file can make the chain of neighbours as long as it likes. */
    private void emit(String root, List<TensorProto> order) {
        Deque<Runnable> pending = new ArrayDeque<>();
        pending.push(() -> expand(root, order, pending));
        while (!pending.isEmpty()) {
            pending.pop().run();
        }
    }

    private void expand(String name, List<TensorProto> order, Deque<Runnable> pending) {
        pushAll(after.getOrDefault(name, List.of()), order, pending);
        pending.push(() -> order.add(initialisers.getOrDefault(name, untied.get(name))));
        pushAll(before.getOrDefault(name, List.of()), order, pending);
    }

    private void pushAll(List<String> names, List<TensorProto> order, Deque<Runnable> pending) {
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            pending.push(() -> expand(name, order, pending));
        }
    }
}
