// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.publish.Uncertainty;
import io.perennial.publish.UncertaintyJson;
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

/** The two records that leave for an event of six classes, to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class Answers {

    private static final String LINEAGE = "0123456789abcdef";

    private final Prediction prediction = new Prediction(
            "events-0-123456",
            2,
            "class-2",
            new float[] {0.0123456f, 0.1234567f, 0.6543211f, 0.1087654f, 0.0765432f, 0.0245678f},
            0.6543211f,
            3,
            0.4567891f,
            Prediction.ADAPTED,
            "mlp",
            "1",
            12_345,
            LINEAGE);

    private final Uncertainty uncertainty = new Uncertainty(
            "events-0-123456",
            1.1234567f,
            0.5308644f,
            0.0123457f,
            0.0012346f,
            true,
            0.0345679f,
            32,
            false,
            null,
            Float.NaN,
            Prediction.ADAPTED,
            12_345,
            LINEAGE);

    /** The baseline. */
    @Benchmark
    public Object nothing() {
        return prediction;
    }

    @Benchmark
    public byte[] predictionJson() {
        return PredictionJson.encode(prediction);
    }

    @Benchmark
    public byte[] uncertaintyJson() {
        return UncertaintyJson.encode(uncertainty);
    }
}
