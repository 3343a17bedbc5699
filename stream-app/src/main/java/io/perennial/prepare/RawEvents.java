// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import io.perennial.adaptation.network.Batch;
import io.perennial.evaluate.Recording;
import io.perennial.store.Standardisation;
import java.util.Arrays;

/** Events of a recording as they come, one at a time. */
record RawEvents(Recording recording) {

    int size() {
        return recording.size();
    }

    int[] shape() {
        return recording.eventShape();
    }

    /** Values of one event. */
    int length() {
        return Arrays.stream(shape()).reduce(1, Math::multiplyExact);
    }

    float[] event(int place) {
        Batch one = recording.batch(place);
        return one.values();
    }

    /**
     * Mean and deviation of every value, or of every channel of images. A value that never changes is left where it is:
     * its deviation counts as 1.
     */
    Standardisation standardisation() {
        int[] shape = shape();
        int places = shape.length == 3 ? shape[0] : length();
        int each = length() / places;
        double[] mean = new double[places];
        double[] squares = new double[places];
        long count = 0;
        for (int event = 0; event < size(); event++) {
            float[] values = event(event);
            for (int i = 0; i < each; i++) {
                count++;
                for (int place = 0; place < places; place++) {
                    double value = values[place * each + i];
                    double away = value - mean[place];
                    mean[place] += away / count;
                    squares[place] += away * (value - mean[place]);
                }
            }
        }
        float[] means = new float[places];
        float[] deviations = new float[places];
        for (int place = 0; place < places; place++) {
            means[place] = (float) mean[place];
            float deviation = (float) Math.sqrt(squares[place] / count);
            deviations[place] = deviation > 0 ? deviation : 1;
        }
        return new Standardisation(means, deviations);
    }
}
