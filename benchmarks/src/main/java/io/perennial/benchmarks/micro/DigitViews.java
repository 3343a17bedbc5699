// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.ImageViewOptions;
import io.perennial.adaptation.view.ImageViews;
import io.perennial.adaptation.view.TabularViews;
import io.perennial.adaptation.view.Views;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One augmented view of a batch of digits, [64, 1, 8, 8]. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class DigitViews {

    private final Batch batch = DigitsExample.batch();
    private final Views image = new ImageViews(ImageViewOptions.PUBLISHED.range(-4, 4));
    private final Views noise = TabularViews.standardised(0.1, -4, 4);
    private final SplittableRandom random = new SplittableRandom(1);

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

    /** Noise alone, as for tables. */
    @Benchmark
    public Batch noiseView() {
        return noise.view(batch, random);
    }
}
