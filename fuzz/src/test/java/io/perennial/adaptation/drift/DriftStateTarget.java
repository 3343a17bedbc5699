// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Shelf;
import io.perennial.fuzz.Target;
import java.util.ArrayList;
import java.util.List;

/** What is kept of drift: it is never refused but with a reason that is given back, and then the watch begins anew. */
public final class DriftStateTarget implements Target {

    private static final int FEATURES = 2;

    private record State(Shelf<String> shelf) implements DriftState {

        @Override
        public byte[] get(String key) {
            return shelf.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            shelf.put(key, value);
        }

        byte[] bytes() {
            return shelf.bytes(Shelf::bytes);
        }
    }

    /** Nothing may come out; two watches with their windows, each at most twice, and a text of a megabyte are what there is to make. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "drift state refused", 4 << 20, 1_000);
    }

    @Override
    public void read(byte[] input) {
        for (boolean known : new boolean[] {true, false}) {
            State state = new State(Shelf.of("drift", input, Shelf::text));
            DriftWatch watch = watch(known);
            String why = watch.load(state);
            if (why != null) {
                continue;
            }
            watch.save(state);
            byte[] saved = state.bytes();
            State again = new State(Shelf.of("drift", saved, Shelf::text));
            DriftWatch other = watch(known);
            Again.same(null, other.load(again));
            goOn(watch);
            goOn(other);
            watch.save(state);
            other.save(again);
            Again.same(state.bytes(), again.bytes());
        }
    }

    private static void goOn(DriftWatch watch) {
        for (int i = 0; i < 3; i++) {
            event(watch, i);
        }
        watch.told();
    }

    private static void event(DriftWatch watch, int i) {
        float[] row = {i % 5, 1 + i % 3};
        Probabilities said = new Probabilities(new float[] {0.75f, 0.25f}, 2);
        watch.event(row, 0, said, said, i, i);
        watch.refused(0, i % 4 == 0 ? 1 : 0, i, i);
        watch.learned(null, i);
    }

    private static DriftWatch watch(boolean known) {
        FeatureReader reader = FeatureReader.of(new int[] {FEATURES}, new float[0], new float[0]);
        DriftOptions options = new DriftOptions(8, 1, known ? 0 : 6, List.of("a", "b"), List.of("wrong-shape"));
        return new DriftWatch(reader, known ? reference() : null, options, "m");
    }

    private static SourceReference reference() {
        List<FeatureReference> features = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            features.add(new FeatureReference(Integer.toString(f), new float[] {0, 1, 2, 3}, 1.5, 1));
        }
        return new SourceReference(100, new double[] {0.5, 0.5}, 0.8, features, false);
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (boolean known : new boolean[] {true, false}) {
            for (int events : new int[] {3, 30}) {
                DriftWatch watch = watch(known);
                State state = new State(new Shelf<>("drift"));
                for (int i = 0; i < events; i++) {
                    event(watch, i);
                    watch.save(state);
                }
                seeds.add(state.bytes());
            }
        }
        return seeds;
    }
}
