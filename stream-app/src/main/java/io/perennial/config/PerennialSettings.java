// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/**
 * What the default method is made of; docs/reference/methods.md says what each part does. No stream needs other values
 * than the defaults. Keys of {@code adapt}, in an interface of their own for the reader.
 */
public interface PerennialSettings {

    @Doc(
            "Paces at which the experts' normalisation statistics follow the stream: `source`, `window`, and moving averages"
                    + " `observed:N` (of what the window's pass saw) and `followed:N` (of what their own pass saw) that forget within"
                    + " N events (method: perennial).")
    @WithDefault("source,observed:1250,observed:290,followed:600,window")
    String paces();

    @Doc("Events that the fastest statistics are taken over, where a batch has fewer (method: perennial).")
    @Range(min = 1, max = 65536)
    @WithDefault("64")
    int window();

    @Doc("Events within which the evidence for and against an expert is forgotten (method: perennial).")
    @Range(min = 1, max = 1e9)
    @WithDefault("2000")
    double evidenceEvents();

    @Doc(
            "How decidedly the better expert is preferred, per nat of mutual information between event and class; 0 for the"
                    + " plain mean (method: perennial).")
    @Range(min = 0, max = 1e6)
    @WithDefault("30")
    double evidenceSharpness();

    @Doc("Events of the class-balanced memory that the weights learn from; 0 for weights that do not learn (method:"
            + " perennial).")
    @Range(min = 0, max = 65536)
    @WithDefault("64")
    int memoryEvents();

    @Doc("Entropy of a prediction, as a share of the largest there is, below which its event may be remembered (method:"
            + " perennial).")
    @Range(min = 0, max = 1)
    @WithDefault("0.4")
    double memoryCertainty();

    @Doc("How far the student moves back to the source after each step (method: perennial).")
    @Range(min = 0, max = 1)
    @WithDefault("0.05")
    double sourceShare();

    @Doc(
            "Whether the source answers, and nothing is learned, while the stream is suspected to have a single class; needs"
                    + " events of the source, which `evaluate --train` has (method: perennial).")
    @WithDefault("true")
    boolean classCheck();

    @Doc(
            "Rows of features that are remembered of conditions which the stream has left, so that the source answers again where"
                    + " they return and it answered before; 0 for none. 136 bytes of each partition's state for each (method:"
                    + " perennial).")
    @Range(min = 0, max = 65536)
    @WithDefault("1024")
    int domainEvents();
}
