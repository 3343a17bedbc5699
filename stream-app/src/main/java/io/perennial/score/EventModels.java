// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.graph.GraphExport;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.Snapshot;
import io.perennial.adaptation.source.SingleEvents;
import io.perennial.adaptation.source.SourceModel;
import java.util.ArrayList;
import java.util.List;

/**
 * What it takes to score events one by one; shared by the partitions of a process.
 *
 * @param onnx the model's file
 * @param selection of the parameters that learn
 * @param source the frozen source; stays the owner's
 * @param eventShape of the model's input, without the batch dimension
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EventModels(byte[] onnx, ParameterSelection selection, SourceModel source, int[] eventShape) {

    /** Memory for one event at a time. */
    SingleEvents events() {
        return SingleEvents.of(source, eventShape);
    }

    /**
     * Opens a session for each network of a snapshot but the source, whose is open.
     *
     * @throws IllegalArgumentException if a network has values that are not finite
     */
    OpenSnapshot open(Snapshot snapshot, WeightsVersion version) {
        List<OpenSnapshot.Part> parts = new ArrayList<>();
        try {
            for (Snapshot.Member member : snapshot.members()) {
                parts.add(
                        member.isSource()
                                ? new OpenSnapshot.Part(source, false, member.share())
                                : new OpenSnapshot.Part(session(member), true, member.share()));
            }
            return new OpenSnapshot(parts, version);
        } catch (RuntimeException e) {
            parts.forEach(OpenSnapshot.Part::close);
            throw e;
        }
    }

    private SourceModel session(Snapshot.Member member) {
        return SourceModel.open(
                member.weights() == null
                        ? GraphExport.write(onnx, member.statistics())
                        : GraphExport.write(onnx, selection, member.weights(), member.statistics()));
    }
}
