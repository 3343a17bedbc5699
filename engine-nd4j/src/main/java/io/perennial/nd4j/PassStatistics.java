// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.network.NormStatistics;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The normalisation statistics of the passes of one plan: what they are given, and what they used. */
final class PassStatistics {

    /** Where the statistics of a pass come from, which makes different graphs. */
    enum Kind {
        FIXED,
        BATCH,
        MIXED;

        static Kind of(NormStatistics statistics) {
            if (statistics.batchShare() == 0) {
                return FIXED;
            }
            return statistics.batchShare() == 1 && !statistics.keep() ? BATCH : MIXED;
        }
    }

    /** What a layer used, [C] values each. */
    record Used(NormLayer layer, SDVariable mean, SDVariable variance) {}

    private final Kind kind;
    private final Tape tape;
    private final INDArray values;
    private final INDArray share = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c');
    private final List<Used> used = new ArrayList<>();
    private SDVariable shareVariable;

    /** @param size S */
    PassStatistics(Kind kind, int size, Tape tape) {
        this.kind = kind;
        this.tape = tape;
        this.values = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', Math.max(1, size));
    }

    Kind kind() {
        return kind;
    }

    SDVariable mean(NormLayer layer) {
        return part("mean", layer, layer.offset());
    }

    SDVariable variance(NormLayer layer) {
        return part("variance", layer, layer.varianceOffset());
    }

    SDVariable share() {
        if (shareVariable == null) {
            shareVariable = tape.given("share", share);
        }
        return shareVariable;
    }

    void used(NormLayer layer, SDVariable mean, SDVariable variance) {
        used.add(new Used(layer, mean, variance));
    }

    List<Used> used() {
        return used;
    }

    /** Before a pass. */
    void write(NormStatistics statistics) {
        if (kind != Kind.BATCH && statistics.values().length > 0) {
            Host.write(values, statistics.values());
        }
        Host.write(share, new float[] {statistics.batchShare()});
    }

    List<INDArray> arrays() {
        return List.of(values, share);
    }

    private SDVariable part(String name, NormLayer layer, int offset) {
        INDArray part = values.get(NDArrayIndex.interval(offset, offset + layer.channels()));
        return tape.given(name + offset, part);
    }
}
