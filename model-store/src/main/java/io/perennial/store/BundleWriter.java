// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bundle as the files that {@link BundleReader} reads. The same bundle gives the same bytes. */
final class BundleWriter {

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private BundleWriter() {}

    /** Every file by its name, the description last. */
    static Map<String, byte[]> files(Bundle bundle) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(BundleDescription.MODEL, bundle.model());
        if (bundle.posterior().isPresent()) {
            files.put(BundleDescription.POSTERIOR, posterior(bundle.posterior().get()));
        }
        if (bundle.probe().isPresent()) {
            files.put(BundleDescription.PROBE, probe(bundle.probe().get(), bundle));
        }
        if (bundle.reference().isPresent()) {
            files.put(
                    BundleDescription.REFERENCE,
                    ReferenceJson.write(bundle.reference().get()));
        }
        Map<String, String> hashes = new TreeMap<>();
        files.forEach((name, bytes) -> hashes.put(name, BundleReader.sha256(bytes)));
        byte[] description = YAML.writeValueAsBytes(description(bundle, hashes));
        files.put(Bundle.DESCRIPTION, description);
        return files;
    }

    private static byte[] posterior(Bundle.Posterior fitted) {
        int length = fitted.mean().length;
        Map<String, Tensor> tensors = Map.of(
                "mean", new Tensor.Floats(fitted.mean(), length),
                "variance", new Tensor.Floats(fitted.variance(), length));
        return new Safetensors(tensors, Map.of()).write();
    }

    private static byte[] probe(Bundle.Probe probe, Bundle bundle) {
        int[] event = bundle.input().shape();
        int[] shape = new int[event.length + 1];
        shape[0] = probe.size();
        System.arraycopy(event, 0, shape, 1, event.length);
        Map<String, Tensor> tensors = Map.of(
                "inputs", new Tensor.Floats(probe.inputs(), shape),
                "logits",
                        new Tensor.Floats(
                                probe.logits(), probe.size(), bundle.labels().size()));
        return new Safetensors(tensors, Map.of()).write();
    }

    private static Map<String, Object> description(Bundle bundle, Map<String, String> hashes) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("format", 1);
        keys.put("name", bundle.name());
        keys.put("version", bundle.version());
        keys.put("input", input(bundle.input()));
        keys.put("labels", bundle.labels());
        if (!bundle.adapt().isEmpty()) {
            keys.put("adapt", nested(bundle.adapt()));
        }
        Map<String, Object> provenance = new LinkedHashMap<>(bundle.provenance());
        provenance.put("files", hashes);
        keys.put("provenance", provenance);
        return keys;
    }

    private static Map<String, Object> input(InputContract contract) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("name", contract.name());
        input.put("shape", contract.shape());
        if (Float.isFinite(contract.minimum())) {
            input.put("minimum", contract.minimum());
        }
        if (Float.isFinite(contract.maximum())) {
            input.put("maximum", contract.maximum());
        }
        contract.standardisation()
                .ifPresent(known -> input.put(
                        "standardisation",
                        new TreeMap<>(Map.of("mean", boxed(known.mean()), "deviation", boxed(known.deviation())))));
        return input;
    }

    private static List<Float> boxed(float... values) {
        List<Float> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    /**
     * {@code adapt.checkpoint.steps} as a mapping in a mapping, without the first word. A key that goes on where another
     * ends stays in one piece: a hand may have written both {@code a} and {@code a.b}.
     */
    private static Map<String, Object> nested(Map<String, String> flat) {
        Map<String, Object> root = new TreeMap<>();
        for (String key : new TreeMap<>(flat).keySet()) {
            String rest = key.substring(key.indexOf('.') + 1);
            Map<String, Object> at = root;
            for (int dot = rest.indexOf('.'); dot > 0; dot = rest.indexOf('.')) {
                String word = rest.substring(0, dot);
                if (at.get(word) instanceof String) {
                    break;
                }
                at = object(at, word);
                rest = rest.substring(dot + 1);
            }
            at.put(rest, flat.get(key));
        }
        return root;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> at, String key) {
        return (Map<String, Object>) at.computeIfAbsent(key, absent -> new TreeMap<String, Object>());
    }
}
