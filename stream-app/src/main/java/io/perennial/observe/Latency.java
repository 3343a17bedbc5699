// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

/** What is timed, for the whole process. */
public enum Latency {
    /** All that a prediction takes: forward passes, views, the frozen source beside it. */
    SCORE("perennial.score.latency", "Time to predict one batch", null),
    /** The engine's part of it without views. */
    FORWARD(
            "perennial.score.forward.latency",
            "Forward passes of one batch, without those on views; the source's may go on beside",
            "adapted"),
    /** What the frozen source costs. */
    SOURCE(
            "perennial.score.forward.latency",
            "Forward passes of one batch, without those on views; the source's may go on beside",
            "source"),
    /** Only of batches that views were asked for. */
    VIEWS("perennial.score.views.latency", "Making the views of one batch, and the forward passes on them", null),
    /** Beside the stream, where events are scored on arrival. */
    SNAPSHOT("perennial.score.snapshot.latency", "Time to take one snapshot of the weights for scoring", null),
    /** Of one step, the write to the state store included; of small ones most goes on while predictions are published. */
    ADAPT("perennial.adapt.latency", "Time of one adaptation step", null),
    /** What a user of the predictions waits, the filling of the batch included. */
    PUBLISH("perennial.publish.latency", "From an event's time to its prediction", null);

    private final String meter;
    private final String description;
    private final String model;

    Latency(String meter, String description, String model) {
        this.meter = meter;
        this.description = description;
        this.model = model;
    }

    String meter() {
        return meter;
    }

    String description() {
        return description;
    }

    /** Value of the tag {@code model}; null where there is no such tag. */
    String model() {
        return model;
    }
}
