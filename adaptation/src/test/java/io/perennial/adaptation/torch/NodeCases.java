// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** ONNX's own node tests, as conformance/collect.py packed them. */
final class NodeCases {

    /**
     * One of them: a model and what comes out for what goes in.
     *
     * @param name of ONNX's
     * @param model the bytes
     * @param inputs of each set, tensors in order
     * @param outputs likewise
     */
    record Case(String name, byte[] model, List<byte[]> inputs, List<byte[]> outputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    private NodeCases() {}

    static List<Case> all() throws IOException {
        var files = new TreeMap<String, Map<String, byte[]>>();
        try (InputStream in = NodeCases.class.getResourceAsStream("/conformance/node.zip.gz");
                var zip = new ZipInputStream(new GZIPInputStream(in))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                int slash = entry.getName().indexOf('/');
                files.computeIfAbsent(entry.getName().substring(0, slash), name -> new TreeMap<>())
                        .put(entry.getName().substring(slash + 1), zip.readAllBytes());
            }
        }
        List<Case> cases = new ArrayList<>();
        files.forEach((name, parts) ->
                cases.add(new Case(name, parts.get("model.onnx"), tensors(parts, "input"), tensors(parts, "output"))));
        return cases;
    }

    private static List<byte[]> tensors(Map<String, byte[]> parts, String kind) {
        List<byte[]> tensors = new ArrayList<>();
        for (int i = 0; parts.containsKey("test_data_set_0/" + kind + "_" + i + ".pb"); i++) {
            tensors.add(parts.get("test_data_set_0/" + kind + "_" + i + ".pb"));
        }
        return tensors;
    }
}
