// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Reads what the configuration says, such as {@code source,observed:1250,window}. */
    public static List<Pace> list(String text) {
        List<Pace> paces = Arrays.stream(text.split(",", -1)).map(Pace::parse).toList();
        if (!paces.get(0).equals(SOURCE) || Collections.frequency(paces, WINDOW) > 1) {
            throw refused(text, "the source first and at most one window");
        }
        return paces;
    }

    private static Pace parse(String text) {
        String[] parts = text.strip().split(":", -1);
        try {
            double events = parts.length == 2 ? Double.parseDouble(parts[1]) : Double.NaN;
            if (parts.length == 2 && events >= 1 && events < Double.POSITIVE_INFINITY) {
                switch (parts[0]) {
                    case "observed":
                        return observed(events);
                    case "followed":
                        return followed(events);
                    default:
                        break;
                }
            } else if (parts.length == 1 && text.strip().equals("source")) {
                return SOURCE;
            } else if (parts.length == 1 && text.strip().equals("window")) {
                return WINDOW;
            }
        } catch (NumberFormatException e) {
            throw refused(text, "a number of events of at least 1");
        }
        throw refused(text, "source, window, observed:N or followed:N with N at least 1");
    }

    private static IllegalArgumentException refused(String text, String expected) {
        return new IllegalArgumentException(
                "adapt.paces refused: expected " + expected + ", got \"" + text + "\"; leave it out for the default");
    }

    /** Share of a batch of so many events in the moving average, so that any batch size forgets as fast. */
    float share(int batch) {
        return (float) -Math.expm1(-batch / events);
    }

    /** Whether there are statistics of its own, which move. */
    public boolean moves() {
        return kind == Kind.OBSERVED || kind == Kind.FOLLOWED;
    }

    /** Place of the one whose statistics follow last, the source not counted; 0 where there is no other. */
    public static int slowest(List<Pace> paces) {
        return IntStream.range(1, paces.size())
                .boxed()
                .max(Comparator.comparingDouble(place -> paces.get(place).events()))
                .orElse(0);
    }
}
