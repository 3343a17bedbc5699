// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/**
 * How an expert's normalisation statistics follow the stream.
 *
 * @param kind where they come from
 * @param events time constant of a moving average: after so many events the past counts 1/e; unused otherwise
 */
public record Pace(Kind kind, double events) {

    public enum Kind {
        /** The source's, for ever. */
        SOURCE,
        /** Those of the last events alone. */
        WINDOW,
        /** A moving average of what the window's pass saw, layers below normalised by the window. */
        OBSERVED,
        /** A moving average that learns in its own pass, layers below normalised by itself. */
        FOLLOWED
    }

    static final Pace SOURCE = new Pace(Kind.SOURCE, Double.POSITIVE_INFINITY);
    static final Pace WINDOW = new Pace(Kind.WINDOW, 0);

    static Pace observed(double events) {
        return new Pace(Kind.OBSERVED, events);
    }

    static Pace followed(double events) {
        return new Pace(Kind.FOLLOWED, events);
    }

    /** Share of a batch of so many events in the moving average, so that any batch size forgets as fast. */
    float share(int batch) {
        return (float) -Math.expm1(-batch / events);
    }

    boolean moves() {
        return kind == Kind.OBSERVED || kind == Kind.FOLLOWED;
    }
}
