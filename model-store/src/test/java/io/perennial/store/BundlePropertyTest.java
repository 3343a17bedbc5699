// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BundlePropertyTest {

    /** Each is another type, or another text, to a YAML reader that is left to guess. */
    private static final List<String> HOSTILE = List.of(
            "no",
            "Yes",
            "on",
            "null",
            "~",
            "true",
            "1e3",
            "1.10",
            "0x1F",
            "0o7",
            "1_000",
            ".inf",
            ".nan",
            "2024-01-01",
            "12:30",
            "- a",
            "a: b",
            "a #b",
            "#",
            "'",
            "\"",
            "\\n",
            "two\nlines",
            "\n",
            " led",
            "trailed ",
            "\ta",
            "*a",
            "&a",
            "!t",
            "%d",
            "@",
            "`",
            "{",
            "[",
            "]",
            ",",
            "?",
            "|",
            ">",
            "---",
            "...",
            "=",
            "<<",
            "é中😀",
            "a\u0085b",
            "\u2028a",
            "\uFEFFa",
            "\u0000a",
            "\u001Bb",
            "\uFFFEc",
            "../up");

    @Property(tries = 200)
    void whatIsWrittenIsReadAndWrittenAgainTheSame(@ForAll("bundles") Bundle bundle) throws IOException {
        Map<String, byte[]> files = bundle.files();
        Bundle read = Bundle.of(files, "written");
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("modelSha256")
                .isEqualTo(bundle);
        assertThat(read.modelSha256()).isEqualTo(BundleReader.sha256(bundle.model()));
        assertThat(read.files()).usingRecursiveComparison().isEqualTo(files);
    }

    @Property(tries = 100)
    void whatAHandWroteOfTheDefaultsCanBeWrittenAgain(@ForAll("defaults") Map<String, String> flat) throws IOException {
        String yaml = flat.entrySet().stream()
                .map(entry -> "  \"" + entry.getKey() + "\": \"" + entry.getValue() + "\"\n")
                .collect(Collectors.joining());
        byte[] description = ("format: 1\nname: a\nversion: 1\ninput: {name: x, shape: [1]}\nlabels: [a, b]\nadapt:\n"
                        + yaml + "provenance: {files: {model.onnx: " + BundleReader.sha256(new byte[] {1}) + "}}\n")
                .getBytes(StandardCharsets.UTF_8);
        Bundle bundle = Bundle.of(Map.of("bundle.yaml", description, "model.onnx", new byte[] {1}), "by hand");
        assertThat(Bundle.of(bundle.files(), "written").adapt()).isEqualTo(bundle.adapt());
    }

    /** Keys with dots in them, some the beginnings of others. */
    @Provide
    Arbitrary<Map<String, String>> defaults() {
        Arbitrary<String> keys =
                Arbitraries.of("a", "b", "no").list().ofMinSize(1).ofMaxSize(3).map(words -> String.join(".", words));
        return Arbitraries.maps(keys, Arbitraries.of("1", "x", "null"))
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Bundle> bundles() {
        Arbitrary<int[]> shapes = Arbitraries.integers()
                .between(1, 3)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(3);
        return shapes.flatMap(shape -> texts().list()
                .ofMinSize(2)
                .ofMaxSize(5)
                .uniqueElements()
                .flatMap(labels -> Combinators.combine(
                                Arbitraries.of("digits", "1.10", "1e3", "null", "no", "0x1F", "2024-01-01"),
                                contracts(shape),
                                flat("adapt."),
                                optional(posteriors()),
                                optional(probes(shape, labels.size())),
                                optional(references(labels.size())),
                                flat("").filter(keys -> !keys.containsKey("files")),
                                Arbitraries.bytes().array(byte[].class).ofMaxSize(20))
                        .as((name, contract, adapt, posterior, probe, reference, provenance, model) -> new Bundle(
                                name,
                                name,
                                model,
                                "",
                                contract,
                                labels,
                                adapt,
                                posterior,
                                probe,
                                reference,
                                provenance))));
    }

    private static Arbitrary<String> texts() {
        Arbitrary<String> random = Arbitraries.strings()
                .ofMaxLength(12)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(3, Arbitraries.of(HOSTILE)), net.jqwik.api.Tuple.of(1, random))
                .filter(text -> !text.isBlank());
    }

    /** Words joined by dots; none goes on where another ends. */
    private static Arbitrary<Map<String, String>> flat(String prefix) {
        Arbitrary<String> leaf = Arbitraries.of("leaf", "1e3", "null", "no", "~", "tip-é");
        Arbitrary<List<String>> path =
                Arbitraries.of("a", "off", "b c", "{").list().ofMaxSize(prefix.isEmpty() ? 0 : 3);
        Arbitrary<String> keys = Combinators.combine(path, leaf)
                .as((words, last) ->
                        prefix + words.stream().map(word -> word + ".").collect(Collectors.joining()) + last);
        return Arbitraries.maps(keys, texts()).ofMaxSize(4);
    }

    private static Arbitrary<InputContract> contracts(int... shape) {
        int length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        Arbitrary<Optional<Standardisation>> standardisations =
                optional(Arbitraries.of(1, shape[0], length).flatMap(places -> Combinators.combine(
                                values(places), positive().array(float[].class).ofSize(places))
                        .as(Standardisation::new)));
        Arbitrary<Float> low = finite().map(value -> -Math.abs(value)).injectNull(0.3);
        Arbitrary<Float> high = positive().injectNull(0.3);
        return Combinators.combine(texts(), low, high, standardisations)
                .as((name, least, most, standardisation) -> new InputContract(
                        name,
                        shape,
                        least == null ? Float.NEGATIVE_INFINITY : least,
                        most == null ? Float.POSITIVE_INFINITY : most,
                        standardisation));
    }

    private static Arbitrary<Bundle.Posterior> posteriors() {
        return Arbitraries.integers().between(0, 4).flatMap(length -> Combinators.combine(
                        values(length),
                        finite().map(Math::abs).array(float[].class).ofSize(length))
                .as(Bundle.Posterior::new));
    }

    private static Arbitrary<Bundle.Probe> probes(int[] shape, int classes) {
        int length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Arbitraries.integers().between(1, 3).flatMap(size -> Combinators.combine(
                        values(size * length), values(size * classes))
                .as((inputs, logits) -> new Bundle.Probe(size, inputs, logits)));
    }

    private static Arbitrary<Reference> references(int classes) {
        Arbitrary<Double> shares = Arbitraries.doubles().between(0, 1);
        Arbitrary<List<Double>> priors = shares.list().ofSize(classes).map(given -> {
            double sum = given.stream().mapToDouble(share -> share + 1e-3).sum();
            return given.stream().map(share -> (share + 1e-3) / sum).toList();
        });
        Arbitrary<List<Reference.Feature>> features = texts().flatMap(
                        name -> values(5).map(quantiles -> {
                            Arrays.sort(quantiles);
                            return new Reference.Feature(
                                    name,
                                    quantiles[2],
                                    Math.abs(quantiles[0]),
                                    IntStream.range(0, 5)
                                            .mapToObj(i -> quantiles[i])
                                            .toList());
                        }))
                .list()
                .ofMaxSize(3);
        Arbitrary<Reference.Spread> spreads = Arbitraries.doubles()
                .between(0, 1e300)
                .array(double[].class)
                .ofSize(6)
                .map(f -> new Reference.Spread(f[0], f[1], f[2], f[3], f[4], f[5]));
        return Combinators.combine(
                        Arbitraries.integers().between(1, Integer.MAX_VALUE),
                        optional(shares),
                        shares,
                        Arbitraries.doubles().between(1e-9, 1e9).ofScale(9),
                        priors,
                        priors,
                        spreads,
                        features)
                .as(Reference::new);
    }

    private static Arbitrary<float[]> values(int length) {
        return finite().array(float[].class).ofSize(length);
    }

    /** Of any magnitude: every bit pattern alike. */
    private static Arbitrary<Float> finite() {
        return Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite);
    }

    private static Arbitrary<Float> positive() {
        return finite().map(Math::abs).filter(value -> value > 0);
    }

    private static <T> Arbitrary<Optional<T>> optional(Arbitrary<T> given) {
        return given.optional(0.5);
    }

    @net.jqwik.api.Example
    void theDescriptionIsTheLastFileSoThatNobodySeesItBeforeTheOthers() throws IOException {
        Bundle toy = new Bundle(
                "a",
                "1",
                new byte[] {1},
                "",
                new InputContract("x", new int[] {1}, 0, 1),
                List.of("a", "b"),
                new LinkedHashMap<>(),
                Optional.of(new Bundle.Posterior(new float[1], new float[1])),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        assertThat(toy.files().keySet()).containsExactly("model.onnx", "posterior.safetensors", "bundle.yaml");
    }
}
