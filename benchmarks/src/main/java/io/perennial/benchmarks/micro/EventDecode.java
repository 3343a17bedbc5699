// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.digits.Digits;
import io.perennial.record.Event;
import io.perennial.record.EventDecoder;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.store.InputContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One event of 64 pixels or of 128 numbers with all their digits, from the bytes of a record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
public class EventDecode {

    private static final int FEATURES = 128;

    private EventDecoder decoder;
    private EventDecoder features;
    private byte[] json128;
    private byte[] raw128;
    private Origin raw128Origin;
    private byte[] json;
    private byte[] raw;
    private Origin jsonOrigin;
    private Origin rawOrigin;

    @Setup
    public void prepare() {
        float[] image = Digits.load().image(0);
        decoder = new EventDecoder(DigitsExample.bundle().input(), 1 << 20);
        json = ("{\"id\":\"17\",\"features\":" + Arrays.toString(image) + "}").getBytes(StandardCharsets.UTF_8);
        jsonOrigin = origin(new RecordHeaders());
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * image.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(image);
        raw = bytes.array();
        rawOrigin = origin(new RecordHeaders()
                .add("content-type", "application/x-float32".getBytes(StandardCharsets.UTF_8))
                .add("shape", "1,8,8".getBytes(StandardCharsets.UTF_8)));
        prepareFeatures();
    }

    private void prepareFeatures() {
        features = new EventDecoder(new InputContract("x", new int[] {FEATURES}, -10, 10), 1 << 20);
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            values[i] = (float) random.nextGaussian();
        }
        json128 = ("{\"features\":" + Arrays.toString(values) + "}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * FEATURES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        raw128 = bytes.array();
        raw128Origin = origin(new RecordHeaders()
                .add("content-type", "application/x-float32".getBytes(StandardCharsets.UTF_8))
                .add("shape", Integer.toString(FEATURES).getBytes(StandardCharsets.UTF_8)));
    }

    private static Origin origin(Headers headers) {
        return new Origin("digits.events", 0, 17, 1_700_000_000_000L, null, headers);
    }

    /** The baseline. */
    @Benchmark
    public byte[] nothing() {
        return json;
    }

    /** A JSON object with an id and an array. */
    @Benchmark
    public Event json64() throws EventRefused {
        return decoder.decode(json, jsonOrigin);
    }

    /** Little-endian float32 with a shape header. */
    @Benchmark
    public Event raw64() throws EventRefused {
        return decoder.decode(raw, rawOrigin);
    }

    /** An object with an array. */
    @Benchmark
    public Event json128() throws EventRefused {
        return features.decode(json128, jsonOrigin);
    }

    /** Little-endian float32. */
    @Benchmark
    public Event raw128() throws EventRefused {
        return features.decode(raw128, raw128Origin);
    }
}
