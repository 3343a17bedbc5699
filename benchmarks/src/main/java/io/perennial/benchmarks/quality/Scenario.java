// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A stream that methods are measured on. Ids are permanent: what an id means never changes, a change gets a new id.
 *
 * @param id {@code data set/regime}
 * @param batch events of a micro-batch
 */
record Scenario(String id, Dataset data, int batch, Regime regime) {

    /** Every scenario there is, in the order of the table. */
    static final List<Scenario> ALL = all();

    /** Where the peers run too: with 32 views they take hours on longer streams. */
    private static final List<String> WITH_PEERS = List.of(
            "cifar10c/continual",
            "cifar10c/correlated",
            "gas/natural",
            "har/natural",
            "elec2/natural",
            "weather/natural");

    private static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        add(all, Dataset.CIFAR10C, "continual", Regime.ordered("natural"));
        for (int batch : new int[] {16, 4, 1}) {
            all.add(new Scenario("cifar10c/continual-b" + batch, Dataset.CIFAR10C, batch, Regime.ordered("natural")));
        }
        add(all, Dataset.CIFAR10C, "correlated", Regime.ordered("correlated"));
        add(all, Dataset.CIFAR10C, "mixed", Regime.ordered("mixed"));
        add(all, Dataset.CIFAR10C, "gradual", new CrossFade());
        // 200 of the 1,000 images of each corruption: 20 visits of 3,000 events.
        add(all, Dataset.CIFAR10C, "recurring20", new Recurring(20, 200));
        add(all, Dataset.CIFAR10C, "long", new LongRun(10, 20_000));
        safety(all, Dataset.CIFAR10C);
        for (Dataset data : List.of(Dataset.GAS, Dataset.HAR, Dataset.ELEC2, Dataset.WEATHER)) {
            add(all, data, "natural", Regime.ordered("natural"));
            for (int batch : new int[] {16, 1}) {
                all.add(new Scenario(name(data, "natural-b" + batch), data, batch, Regime.ordered("natural")));
            }
            add(all, data, "natural-shuffled", Regime.ordered("shuffled"));
            // Whole domains where they have at most 500 events, as those of the activities; else their first 500.
            add(all, data, "natural-recurring20", new Recurring(20, 500));
            safety(all, data);
        }
        return List.copyOf(all);
    }

    /** Regimes that nothing can be gained on, only lost. */
    private static void safety(List<Scenario> all, Dataset data) {
        add(all, data, "single-class", new SingleClass(5000));
        add(all, data, "prior-flips", new PriorFlips(250, 0.9));
        add(all, data, "noise", new NoiseBursts(3, 1000));
    }

    private static void add(List<Scenario> all, Dataset data, String regime, Regime how) {
        all.add(new Scenario(name(data, regime), data, data.batch(), how));
    }

    private static String name(Dataset data, String regime) {
        return data.name().toLowerCase(Locale.ROOT) + "/" + regime;
    }

    /** The scenarios whose ids match one of the globs; {@code *} also stands for slashes. */
    static List<Scenario> matching(List<String> globs) {
        List<Scenario> chosen = new ArrayList<>();
        for (String glob : globs) {
            // As one name: between names of a path a star would stop.
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob.replace('/', ':'));
            List<Scenario> found = ALL.stream()
                    .filter(scenario -> matcher.matches(Path.of(scenario.id.replace('/', ':'))))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("--scenario refused: expected an id that --list shows, or a glob of"
                        + " some, got \"" + glob + "\"");
            }
            chosen.addAll(found);
        }
        return chosen.stream().distinct().toList();
    }

    boolean withPeers() {
        return WITH_PEERS.contains(id);
    }

    /** For the list of them. */
    @Override
    public String toString() {
        return id + ", batches of " + batch;
    }
}
