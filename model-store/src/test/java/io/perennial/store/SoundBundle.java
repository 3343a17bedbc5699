// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A sound bundle with all its parts, for those who damage it. */
public final class SoundBundle {

    private SoundBundle() {}

    public static Reference reference() {
        return new Reference(
                9,
                Optional.of(0.5),
                0.7,
                1.5,
                List.of(0.25, 0.75),
                List.of(0.5, 0.5),
                new Reference.Spread(1, 0.5, 0.9, 0.4, 1, 0.7),
                List.of(
                        new Reference.Feature("0", 1, 2, List.of(-1f, 0f, 3f)),
                        new Reference.Feature("1", 0, 0, List.of(0f, 0f, 0f))),
                Optional.of(new Reference.Nonconformity(3, List.of(0f, 0.25f, 1f))));
    }

    public static Map<String, byte[]> files() {
        return files(Set.of(BundleDescription.POSTERIOR, BundleDescription.PROBE, BundleDescription.REFERENCE));
    }

    /** The model, and those of the other parts. */
    public static Map<String, byte[]> files(Set<String> parts) {
        Bundle bundle = new Bundle(
                "toy",
                "1",
                new byte[] {1, 2, 3, 4},
                "",
                new InputContract(
                        "x", new int[] {1, 2}, -4, 4, Optional.of(new Standardisation(new float[] {1, 2}, new float[] {
                            3, 4
                        }))),
                List.of("no", "yes"),
                Map.of("adapt.method", "petal-fim", "adapt.checkpoint.steps", "100"),
                only(
                        parts.contains(BundleDescription.POSTERIOR),
                        new Bundle.Posterior(new float[] {1, 2, 3}, new float[] {0, .5f, 1})),
                only(parts.contains(BundleDescription.PROBE), new Bundle.Probe(2, new float[4], new float[4])),
                only(parts.contains(BundleDescription.REFERENCE), reference()),
                Map.of("prepared-by", "hand"));
        try {
            return bundle.files();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <P> Optional<P> only(boolean there, P part) {
        return there ? Optional.of(part) : Optional.empty();
    }
}
