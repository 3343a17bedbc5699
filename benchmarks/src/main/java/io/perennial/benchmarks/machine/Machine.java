// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A machine as a result names it.
 *
 * @param processor in words; the architecture where the system does not tell
 * @param processors that the JVM may use
 * @param caches of one processor by name, each with its size; empty where the system does not tell
 * @param instructions sets of vector instructions that make a difference, as the system names them
 * @param memoryMebibytes of the machine; 0 where the system does not tell
 * @param kernel of the operating system, with its name
 * @param jdk version
 * @param libraries that compute, by name, with their versions
 */
public record Machine(
        String processor,
        int processors,
        Map<String, String> caches,
        List<String> instructions,
        long memoryMebibytes,
        String kernel,
        String jdk,
        Map<String, String> libraries) {

    /** Those whose speed is measured here, as their jars are called. */
    private static final List<String> LIBRARIES = List.of(
            "pytorch", "openblas", "nd4j-native", "onnxruntime", "kafka-clients", "kafka-streams", "jackson-core");

    private static final Set<String> TELLING = Set.of(
            "avx2",
            "fma",
            "f16c",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "avx_vnni",
            "amx_tile",
            "amx_bf16",
            "amx_int8",
            "asimd",
            "asimdhp",
            "asimddp",
            "bf16",
            "i8mm",
            "sve",
            "sve2");

    /** The one that this runs on. */
    public static Machine here() {
        String cpu = text(Path.of("/proc/cpuinfo"));
        return new Machine(
                field("model name", cpu).map(name -> name + vendorsNumbers(cpu)).orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                caches(Path.of("/sys/devices/system/cpu/cpu0/cache")),
                instructions(cpu),
                field("MemTotal", text(Path.of("/proc/meminfo")))
                        .map(size -> Long.parseLong(size.replaceAll("\\D", "")) >> 10)
                        .orElse(0L),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                libraries(System.getProperty("java.class.path")));
    }

    /** A list in Markdown. */
    public String markdown() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("processor", processor);
        lines.put("cores", String.valueOf(processors));
        lines.put("caches", joined(caches));
        lines.put("instruction sets", String.join(", ", instructions));
        lines.put("memory", memoryMebibytes == 0 ? "" : String.format(Locale.ROOT, "%,d MiB", memoryMebibytes));
        lines.put("kernel", kernel);
        lines.put("JDK", jdk);
        lines.put("libraries", joined(libraries));
        return lines.entrySet().stream()
                .filter(line -> !line.getValue().isEmpty())
                .map(line -> "- " + line.getKey() + ": " + line.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String joined(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Virtual machines have names such as "AMD EPYC", which tell little. */
    private static String vendorsNumbers(String cpu) {
        return field("cpu family", cpu)
                .flatMap(family -> field("model", cpu)
                        .map(model -> " (family " + family + ", model " + model
                                + field("cpu MHz", cpu)
                                        .map(clock -> ", " + clock.replaceAll("\\..*", "") + " MHz")
                                        .orElse("")
                                + ")"))
                .orElse("");
    }

    static List<String> instructions(String cpu) {
        return field("flags", cpu).or(() -> field("Features", cpu)).stream()
                .flatMap(flags -> Stream.of(flags.split("\\s+")))
                .filter(TELLING::contains)
                .toList();
    }

    static Map<String, String> caches(Path directory) {
        Map<String, String> caches = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return caches;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (Path cache : all.filter(path -> path.getFileName().toString().startsWith("index"))
                    .toList()) {
                String type = text(cache.resolve("type")).strip();
                String letter = type.startsWith("Data") ? "d" : type.startsWith("Instruction") ? "i" : "";
                caches.put(
                        "L" + text(cache.resolve("level")).strip() + letter,
                        text(cache.resolve("size")).strip().replace("K", " KiB"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return caches;
    }

    static Map<String, String> libraries(String classPath) {
        Map<String, String> versions = new LinkedHashMap<>();
        List<String> jars = new ArrayList<>();
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
            jars.add(Path.of(entry).getFileName().toString());
        }
        for (String library : LIBRARIES) {
            Pattern jar = Pattern.compile(Pattern.quote(library) + "-(\\d[\\w.]*(?:-[A-Z\\d][\\w.]*)?)\\.jar");
            jars.stream()
                    .map(jar::matcher)
                    .filter(Matcher::matches)
                    .findFirst()
                    .ifPresent(found -> versions.put(library, found.group(1)));
        }
        return versions;
    }

    private static Optional<String> field(String name, String text) {
        Matcher line = Pattern.compile("(?m)^" + name + "\\s*:\\s*(.*)$").matcher(text);
        return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
    }

    /** Empty where there is no such file. */
    private static String text(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
