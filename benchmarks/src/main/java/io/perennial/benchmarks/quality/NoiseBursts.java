// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Bursts of events that show nothing: each value uniform between the smallest and the largest that it has in the
 * recording. They come between domains, have no label and count in no error.
 *
 * @param every after so many domains
 * @param length events of a burst
 */
record NoiseBursts(int every, int length) implements Regime {

    private static final int PIECE = 256;

    @Override
    public Stream of(Recording recording, long seed) {
        List<int[]> domains = Domains.of(recording);
        int bursts = (domains.size() - 1) / every;
        Recording noisy = bursts == 0 ? recording : recording.then(noise(recording, bursts * length, seed));
        IntStream.Builder order = IntStream.builder();
        int next = recording.size();
        for (int d = 0; d < domains.size(); d++) {
            if (d > 0 && d % every == 0) {
                IntStream.range(next, next + length).forEach(order);
                next += length;
            }
            Arrays.stream(domains.get(d)).forEach(order);
        }
        return new Stream(noisy, new Sequence("noise", 1, order.build().toArray()));
    }

    private static Recording noise(Recording recording, int events, long seed) {
        int values = Arrays.stream(recording.eventShape()).reduce(1, Math::multiplyExact);
        float[] lowest = new float[values];
        float[] highest = new float[values];
        Arrays.fill(lowest, Float.POSITIVE_INFINITY);
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        int[] natural = IntStream.range(0, recording.size()).toArray();
        for (int from = 0; from < natural.length; from += PIECE) {
            float[] piece = recording
                    .batch(natural, from, Math.min(PIECE, natural.length - from))
                    .values();
            for (int i = 0; i < piece.length; i++) {
                lowest[i % values] = Math.min(lowest[i % values], piece[i]);
                highest[i % values] = Math.max(highest[i % values], piece[i]);
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        float[] noise = new float[Math.multiplyExact(events, values)];
        for (int i = 0; i < noise.length; i++) {
            float low = lowest[i % values];
            noise[i] = low + (highest[i % values] - low) * (float) random.nextDouble();
        }
        String[] names = new String[events];
        Arrays.fill(names, "noise");
        return Recording.of(noise, recording.eventShape(), null, names);
    }
}
