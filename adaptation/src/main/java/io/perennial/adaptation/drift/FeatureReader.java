// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.stream.IntStream;

/**
 * The features of an event: its values, or, of an image, whose single pixels say little, mean and deviation of each channel.
 * Of a row that was standardised the standardised values are taken, which keep order and ties; of an image the raw ones.
 * Stateless.
 */
public final class FeatureReader {

    /** Most features that are watched: of wider rows evenly spaced ones. */
    public static final int MOST = 1024;

    private final int length;
    private final int channels;
    private final int[] places;
    private final float[] mean;
    private final float[] deviation;

    private FeatureReader(int length, int channels, int[] places, float[] mean, float[] deviation) {
        this.length = length;
        this.channels = channels;
        this.places = places;
        this.mean = mean.clone();
        this.deviation = deviation.clone();
    }

    /**
     * @param shape of one event; three extents are an image
     * @param mean what was subtracted of a raw value: one for all, for each first extent, or for each value; empty for nothing
     * @param deviation what it was divided by, as many
     */
    public static FeatureReader of(int[] shape, float[] mean, float[] deviation) {
        int length = IntStream.of(shape).reduce(1, Math::multiplyExact);
        int channels = shape.length == 3 ? Math.min(shape[0], MOST / 2) : 0;
        int count = Math.min(length, MOST);
        int[] places = channels > 0
                ? new int[0]
                : IntStream.range(0, count)
                        .map(i -> (int) ((long) i * length / count))
                        .toArray();
        return new FeatureReader(length, shape.length == 3 ? shape[0] : 0, places, mean, deviation);
    }

    /** Number of features. */
    public int count() {
        return channels > 0 ? 2 * Math.min(channels, MOST / 2) : places.length;
    }

    /** Whether features are columns of a row, each with a meaning of its own. */
    public boolean columns() {
        return channels == 0;
    }

    /** The place in the row of values, or of moments of the channels, that a feature has. */
    public int place(int feature) {
        return channels > 0 ? feature : places[feature];
    }

    /** How many places there are. */
    public int width() {
        return channels > 0 ? 2 * channels : length;
    }

    /** As reference files call it. */
    public String name(int feature) {
        return channels > 0
                ? (feature % 2 == 0 ? "mean" : "deviation") + " of channel " + feature / 2
                : Integer.toString(places[feature]);
    }

    /**
     * The features of one event.
     *
     * @param values of a batch as the model sees it
     * @param from where the event begins
     * @param into [count]
     */
    public void read(float[] values, int from, float[] into) {
        if (channels == 0) {
            for (int i = 0; i < places.length; i++) {
                into[i] = values[from + places[i]];
            }
            return;
        }
        int each = length / channels;
        for (int c = 0; 2 * c < into.length; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = c * each; i < (c + 1) * each; i++) {
                double value = raw(i, values[from + i]);
                sum += value;
                squares += value * value;
            }
            double middle = sum / each;
            into[2 * c] = (float) middle;
            into[2 * c + 1] = (float) Math.sqrt(Math.max(0, squares / each - middle * middle));
        }
    }

    /** What a raw value of a feature is among those read. */
    public float read(int feature, float raw) {
        if (channels > 0 || mean.length == 0) {
            return raw;
        }
        int m = moment(places[feature]);
        return (raw - mean[m]) / deviation[m];
    }

    /** How many raw units one unit of those read is. */
    public double scale(int feature) {
        return channels > 0 || mean.length == 0 ? 1 : deviation[moment(places[feature])];
    }

    /** The raw value of one that was read. */
    double raw(int feature, double read) {
        return channels > 0 || mean.length == 0 ? read : original(places[feature], read);
    }

    private double raw(int place, float value) {
        return mean.length == 0 ? value : original(place, value);
    }

    private double original(int place, double value) {
        int m = moment(place);
        return value * deviation[m] + mean[m];
    }

    private int moment(int place) {
        return place / (length / mean.length);
    }
}
