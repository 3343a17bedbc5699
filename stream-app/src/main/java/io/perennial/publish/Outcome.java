// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.record.StoredBytes;
import java.nio.ByteBuffer;

/**
 * What is kept of one event between its prediction and its label, whichever comes first, as the bytes of the store. The
 * first byte says which: all of a prediction, a label, or only that the event is settled.
 */
final class Outcome {

    /** What waits, or waited, under an id. */
    enum Kind {
        /** Nothing that anybody knows of. */
        NONE,
        PREDICTION,
        LABEL,
        /** Prediction and label have met. */
        JOINED,
        /** The prediction has waited for too long. */
        EXPIRED
    }

    private static final int MARKER = 1 + Long.BYTES;
    /** Length, which no entry has that begins with its kind. */
    private static final int FORMAT_1 = 3 * Integer.BYTES + Long.BYTES;

    private static final int FIXED = MARKER + 2 * Long.BYTES + 3 * Integer.BYTES + 2;

    private Outcome() {}

    static Kind kind(byte... outcome) {
        int kind = outcome == null || outcome.length < MARKER ? 0 : outcome[0];
        return kind > 0 && kind < Kind.values().length ? Kind.values()[kind] : Kind.NONE;
    }

    /** Label, predicted label and the source's (4 bytes each, -1 for none), then when it came (8): no kind, and no probabilities. */
    static boolean isOfFormat1(byte... outcome) {
        return outcome.length == FORMAT_1;
    }

    /** A label that waits still does; a prediction without probabilities cannot be judged: null. */
    static byte[] fromFormat1(byte... outcome) {
        ByteBuffer in = ByteBuffer.wrap(outcome);
        int label = in.getInt();
        return label < 0 ? null : label(label, in.getLong(3 * Integer.BYTES));
    }

    /** When it came, in wall time. */
    static long since(byte... outcome) {
        return ByteBuffer.wrap(outcome).getLong(1);
    }

    static byte[] marker(Kind kind, long now) {
        return start(MARKER, kind, now).array();
    }

    static byte[] label(int label, long now) {
        return start(MARKER + Integer.BYTES, Kind.LABEL, now).putInt(label).array();
    }

    static int label(byte... outcome) {
        StoredBytes in = in(outcome);
        in.int8();
        in.int64();
        return in.int32();
    }

    /** @param predicted its truth and delay do not count */
    static byte[] prediction(Judged predicted, long now) {
        Probabilities source = predicted.source();
        int length = FIXED
                + KeptProbabilities.bytes(predicted.published())
                + (source == null ? 0 : KeptProbabilities.bytes(source));
        ByteBuffer out = start(length, Kind.PREDICTION, now)
                .putLong(predicted.time())
                .putLong(predicted.step())
                .putInt(predicted.label())
                .putFloat(predicted.adaptive())
                .putFloat(predicted.fixed())
                .put((byte) (predicted.abstained() ? 1 : 0))
                .put((byte) (source == null ? 0 : 1));
        KeptProbabilities.write(predicted.published(), out);
        if (source != null) {
            KeptProbabilities.write(source, out);
        }
        return out.array();
    }

    /**
     * A prediction whose label has come.
     *
     * @param labelled when
     */
    static Judged judged(byte[] prediction, int truth, long labelled) {
        StoredBytes in = in(prediction);
        in.int8();
        long predicted = in.int64();
        long time = in.int64();
        long step = in.int64();
        int label = in.int32();
        float adaptive = in.float32();
        float fixed = in.float32();
        boolean abstained = in.int8() == 1;
        boolean compared = in.int8() == 1;
        Probabilities published = KeptProbabilities.read(in);
        Probabilities source = compared ? KeptProbabilities.read(in) : null;
        return new Judged(
                published,
                label,
                source,
                adaptive,
                fixed,
                abstained,
                time,
                step,
                truth,
                Math.max(0, labelled - predicted));
    }

    private static StoredBytes in(byte... outcome) {
        return new StoredBytes(LabelJoin.STORE, outcome);
    }

    private static ByteBuffer start(int length, Kind kind, long now) {
        return ByteBuffer.allocate(length).put((byte) kind.ordinal()).putLong(now);
    }
}
