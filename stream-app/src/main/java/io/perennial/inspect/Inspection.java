// SPDX-License-Identifier: Apache-2.0
package io.perennial.inspect;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What there is to know of a model before anything runs, in the form of {@code perennial inspect --json}.
 *
 * @param engine what computes, in words
 * @param adopted what was changed to bring the model into the form that engines read; empty where it had it
 * @param opset of the standard operators
 * @param inputs the one input
 * @param outputs the one output
 * @param classes C
 * @param parameters values of all trainable parameters
 * @param trainable how many of them learn under each choice of {@code adapt.parameters}
 * @param normalisationLayers batch normalisations whose statistics can follow the stream
 * @param layers parameters by layer, in the order of the file
 * @param unsupportedOperators what the engine does not compute; empty for a model that can be adapted
 * @param memory what a service would take; null where that was not measured, as of a model that cannot be adapted
 * @param parity engine against ONNX Runtime; null where the engine cannot compute the model
 * @param warnings in words, each with the remedy
 */
public record Inspection(
        String engine,
        List<String> adopted,
        int opset,
        List<Port> inputs,
        List<Port> outputs,
        int classes,
        long parameters,
        Trainable trainable,
        int normalisationLayers,
        List<Layer> layers,
        List<String> unsupportedOperators,
        Memory memory,
        ParityFigures parity,
        List<String> warnings) {

    /** An input or output; -1 in the shape stands for the number of events where that is free. */
    public record Port(String name, String type, List<Integer> shape) {}

    /** Values that learn. */
    public record Trainable(long all, long norm) {}

    /** A layer, by what the names of its parameters have in common. */
    public record Layer(String name, long parameters, boolean normalisation) {}

    /**
     * @param maxAbsoluteDifference between logits of random events
     * @param events how many
     * @param agrees within the tolerance that a service asks for at its start
     */
    public record ParityFigures(double maxAbsoluteDifference, int events, boolean agrees) {}

    /**
     * Of a service, in MB of 10^6 bytes, beside what a process takes without partitions.
     *
     * @param method with whose vectors, windows and copies
     * @param batch events of a micro-batch
     * @param partitionNative what a partition holds outside the Java heap
     * @param partitionHeap what it holds on the heap, with its copy in Kafka's store
     * @param batchNative the most that a batch in work takes, once for each thread; 0 where the system does not tell
     */
    public record Memory(
            String method,
            int batch,
            @JsonProperty("partitionNativeMegabytes") double partitionNative,
            @JsonProperty("partitionHeapMegabytes") double partitionHeap,
            @JsonProperty("batchNativeMegabytes") double batchNative) {}

    /** The same with what was measured. */
    Inspection with(Memory measured) {
        return with(adopted, measured);
    }

    /** The same with what was changed before. */
    public Inspection adopted(List<String> changes) {
        return with(changes, memory);
    }

    private Inspection with(List<String> changes, Memory measured) {
        return new Inspection(
                engine,
                changes,
                opset,
                inputs,
                outputs,
                classes,
                parameters,
                trainable,
                normalisationLayers,
                layers,
                unsupportedOperators,
                measured,
                parity,
                warnings);
    }

    /** Whether a service would start with this model. */
    public boolean adaptable() {
        return unsupportedOperators.isEmpty() && parity != null && parity.agrees();
    }
}
