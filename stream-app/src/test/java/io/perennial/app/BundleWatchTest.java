// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Engine;
import io.perennial.config.Settings;
import io.perennial.score.Learner;
import io.perennial.score.ModelVersions;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at the store leads to, one look at a time. */
class BundleWatchTest {

    private final Bundle first = Bundles.open(Bundles.BUILTIN);
    private final Settings settings = EvaluateSettings.of(first, Map.of("score.threads", "1"));
    private ModelStore store;
    private ModelVersions served;
    private BundleWatch watch;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        store = ModelStores.open(directory.toString(), StoreOptions.defaults());
        put(first);
        served = new ModelVersions(opened(first));
        watch = new BundleWatch(StoredBundles.of(store, "store:digits"), first, served, this::opened);
    }

    @AfterEach
    void close() {
        watch.close();
        served.close();
        store.close();
    }

    private PartitionModels opened(Bundle bundle) {
        return PartitionModels.open(
                bundle,
                Engine.named("torch").threads(1),
                Options.models(settings),
                Options.views(settings.adapt(), bundle.input()));
    }

    private void put(Bundle bundle) throws IOException {
        store.publish(StoredBundles.name(bundle.name()), bundle.version(), bundle.files(), Map.of());
    }

    private Bundle other(
            String version, InputContract input, List<String> labels, Optional<Bundle.Posterior> posterior) {
        return new Bundle(
                first.name(),
                version,
                first.model(),
                "",
                input,
                labels,
                first.adapt(),
                posterior,
                first.probe(),
                first.reference(),
                first.provenance());
    }

    private String served() {
        return served.served().version();
    }

    @Test
    void aNewerVersionIsServedToWhoOpensAndTakesOverFromWhoHasOpened() throws IOException {
        Learner before = served.open(0);
        watch.look();
        assertThat(served()).as("nothing is newer").isEqualTo("1");
        assertThat(served.superseded(before)).isFalse();
        put(other("2", first.input(), first.labels(), first.posterior()));
        watch.look();
        assertThat(served()).isEqualTo("2");
        assertThat(served.superseded(before)).isTrue();
        assertThat(served.sourceBytes()).as("both are open").isEqualTo(2L * first.model().length);
        long both = served.networkBytes();
        before.close();
        assertThat(served.sourceBytes()).isEqualTo(first.model().length);
        assertThat(served.networkBytes()).isPositive().isLessThan(both / 2); // no partition has vectors any more
    }

    @Test
    void anotherContractIsRefusedAndTheNextThatFitsIsTaken() throws IOException {
        List<String> labels = new ArrayList<>(first.labels());
        labels.set(0, "nought");
        put(other("2", first.input(), labels, first.posterior()));
        watch.look();
        assertThat(served()).isEqualTo("1");
        InputContract wider =
                new InputContract(first.input().name(), first.input().shape(), -9, 9);
        put(other("3", wider, first.labels(), first.posterior()));
        watch.look();
        assertThat(served()).isEqualTo("1");
        put(other("4", first.input(), first.labels(), first.posterior()));
        watch.look();
        assertThat(served()).isEqualTo("4");
    }

    @Test
    void aBundleThatCannotBeOpenedIsNotServed() throws IOException {
        Bundle.Posterior tooShort = new Bundle.Posterior(new float[] {1}, new float[] {1});
        put(other("2", first.input(), first.labels(), Optional.of(tooShort)));
        watch.look();
        assertThat(served()).isEqualTo("1");
    }

    @Test
    void differencesAreNamed() {
        List<String> labels = List.of("a", "b");
        assertThat(BundleWatch.difference(first, first)).isNull();
        assertThat(BundleWatch.difference(first, other("2", first.input(), labels, Optional.empty())))
                .isEqualTo("labels [a, b] instead of " + first.labels());
        InputContract flat = new InputContract(first.input().name(), new int[] {64}, -4, 4);
        assertThat(BundleWatch.difference(first, other("2", flat, first.labels(), Optional.empty())))
                .isEqualTo("input.shape [64] instead of [1, 8, 8]");
    }
}
