// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Weights in plain Java for tests of other packages: a large layer and two small ones. */
public final class Toys {

    private Toys() {}

    /** Teacher, and student twice as far, of a source of ones, moving away by 0.01 a step in the first layer. */
    public static Weights weights(long step) {
        List<PlainVector> open = new ArrayList<>();
        int[] ends = {100, 104, 108};
        PlainVector source = new PlainVector(open, ends);
        PlainVector teacher = new PlainVector(open, ends);
        PlainVector student = new PlainVector(open, ends);
        PlainVector variance = new PlainVector(open, ends);
        float[] values = new float[108];
        Arrays.fill(values, 1);
        source.set(values);
        variance.set(values);
        student.set(values);
        for (int i = 0; i < 50; i++) {
            values[i] = 1 + 0.01f * step;
        }
        teacher.set(values);
        for (int i = 0; i < 50; i++) {
            values[i] = 1 + 0.02f * step;
        }
        student.set(values);
        ParameterLayout layout = new ParameterLayout(List.of(
                new ParameterLayout.Slice("block.0.weight", 0, 10, 10),
                new ParameterLayout.Slice("block.0.bias", 100, 4),
                new ParameterLayout.Slice("head", 104, 4)));
        return new Weights(layout, source, teacher, student, new Posterior(source, variance), 0, () -> 0.25);
    }
}
