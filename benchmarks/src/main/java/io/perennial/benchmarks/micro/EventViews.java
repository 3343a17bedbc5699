// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.ImageViewOptions;
import io.perennial.adaptation.view.ImageViews;
import io.perennial.adaptation.view.TabularViews;
import io.perennial.adaptation.view.Views;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One augmented view of 64 events: of digits, [1, 8, 8], or of images of CIFAR's size, [3, 32, 32]. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class EventViews {

    private static final int[] COLOUR = {3, 32, 32};

    @Param({"digits", "colour"})
    public String events;

    private Batch batch;
    private final Views image = new ImageViews(ImageViewOptions.PUBLISHED.range(-4, 4));
    private final Views noise = TabularViews.standardised(0.1, -4, 4);
    private final SplittableRandom random = new SplittableRandom(1);

    @Setup
    public void prepare() {
        batch = events.equals("digits") ? DigitsExample.batch() : colour();
    }

    private Batch colour() {
        int values = Arrays.stream(COLOUR).reduce(DigitsExample.BATCH, Math::multiplyExact);
        float[] drawn = new float[values];
        for (int i = 0; i < values; i++) {
            drawn[i] = (float) random.nextDouble();
        }
        return Batch.of(drawn, DigitsExample.BATCH, COLOUR);
    }

    /** The baseline. */
    @Benchmark
    public Batch nothing() {
        return batch;
    }

    /** The published transforms of images: colour, affine map, blur, noise. */
    @Benchmark
    public Batch imageView() {
        return image.view(batch, random);
    }

    /** The gentle views that predictions average. */
    @Benchmark
    public Batch gentleView() {
        return image.gentle(batch, 1, random);
    }

    /** Noise alone, as for tables. */
    @Benchmark
    public Batch noiseView() {
        return noise.view(batch, random);
    }
}
