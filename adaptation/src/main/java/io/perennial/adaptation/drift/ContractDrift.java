// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Events that are not what was agreed: the share of those that were refused, and {@link Claims} about features. */
final class ContractDrift {

    static final Levels REFUSED = new Levels(0.01, 0.05, 0.2);

    /** Of a text of claims, in bytes; 1024 features make a tenth of it. */
    private static final int LONGEST = 1 << 20;

    /** So few may be a slip. */
    private static final int FEW = 3;

    private final int window;
    private final double tolerance;
    private final List<String> reasons;
    private final Ongoing ongoing = new Ongoing(DriftKind.CONTRACT);
    private Claims claims;
    private Samples samples;
    private boolean[] claimed = {};
    private final long[] refused;
    /** All of them. */
    private long bad;

    private int valid;
    private long since;
    private long sinceStep;
    private double missing = Double.NaN;
    private Severity ofRefused = Severity.NONE;
    private Severity ofFeatures = Severity.NONE;
    private boolean holds;
    private String told = "";
    private List<Drift.Moved> movedFeatures = List.of();
    private List<Drift.Moved> movedRefused = List.of();

    /** @param reasons of refusals, by their numbers */
    ContractDrift(int window, double tolerance, List<String> reasons) {
        this.window = window;
        this.tolerance = tolerance;
        this.reasons = reasons;
        refused = new long[reasons.size()];
    }

    /** From here on features are looked at, too. */
    void knows(FeatureReader reader, List<FeatureReference> features) {
        claims = new Claims(reader, features);
        samples = new Samples(window, features.size());
        claimed = new boolean[features.size()];
    }

    /** A valid event. */
    void received(long time, long step) {
        begin(time, step);
        valid++;
    }

    /** Its features, once they are known. */
    void add(float... row) {
        samples.add(row);
    }

    /** Events that were refused for a reason. */
    void refused(int reason, long count, long time, long step) {
        begin(time, step);
        refused[reason] += count;
        bad += count;
    }

    private void begin(long time, long step) {
        if (valid == 0 && bad == 0) {
            since = time;
            sinceStep = step;
        }
    }

    Severity severity() {
        return ongoing.severity();
    }

    /** Share of refused events in the last window; not a number before the first. */
    double missing() {
        return missing;
    }

    /** Whether features look rescaled or swapped, so that nothing should be learned. */
    boolean holds() {
        return holds;
    }

    /** Whether a feature is accounted for. */
    boolean[] claimed() {
        return claimed;
    }

    /** Counts the refused, once enough events have come. */
    Drift count(long step) {
        long all = bad + valid;
        if (all < window) {
            return null;
        }
        missing = (double) bad / all;
        ofRefused = REFUSED.times(tolerance).after(ofRefused, bad < FEW ? 0 : missing);
        movedRefused = IntStream.range(0, refused.length)
                .filter(r -> refused[r] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer r) -> -refused[r]).thenComparingInt(r -> r))
                .map(r -> new Drift.Moved(
                        reasons.get(r), "refused", List.of(new Drift.Figure("share", (double) refused[r] / all))))
                .toList();
        Span span = new Span((int) all, since, sinceStep, step);
        Arrays.fill(refused, 0);
        bad = 0;
        valid = 0;
        return tell(false, span);
    }

    /** Looks at the features of a window that was measured. */
    Drift close(InputDrift input, Span span) {
        List<Claim> found = claims.of(input, samples, claimed);
        samples.clear();
        Arrays.fill(claimed, false);
        found.forEach(claim -> claimed[claim.feature()] = true);
        ofFeatures = found.stream().map(Claim::severity).reduce(Severity.NONE, Severity::most);
        holds = ofFeatures == Severity.CRITICAL;
        movedFeatures = found.stream()
                .sorted(Comparator.comparing(Claim::severity).reversed().thenComparingInt(Claim::feature))
                .map(Claim::moved)
                .toList();
        String now = found.stream().map(Claim::text).collect(Collectors.joining("; "));
        boolean other = !now.equals(told) && !now.isEmpty() && !told.isEmpty();
        told = now;
        return tell(other, span);
    }

    private Drift tell(boolean other, Span span) {
        List<Drift.Moved> moved = new ArrayList<>(movedFeatures);
        moved.addAll(movedRefused);
        return ongoing.goesOn(Severity.most(ofRefused, ofFeatures), other, moved, span);
    }

    void save(DataOutput out) throws IOException {
        ongoing.save(out);
        out.writeInt(claimed.length);
        for (boolean one : claimed) {
            out.writeBoolean(one);
        }
        for (long count : refused) {
            out.writeLong(count);
        }
        out.writeInt(valid);
        out.writeLong(since);
        out.writeLong(sinceStep);
        out.writeDouble(missing);
        out.writeByte(ofRefused.ordinal());
        out.writeByte(ofFeatures.ordinal());
        out.writeBoolean(holds);
        byte[] text = told.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
        Moves.save(movedFeatures, out);
        Moves.save(movedRefused, out);
        if (samples != null) {
            samples.save(out);
        }
    }

    void load(DataInput in) throws IOException {
        ongoing.load(in);
        if (in.readInt() != claimed.length) {
            throw new IOException("drift state refused: expected " + claimed.length + " features, got others");
        }
        for (int f = 0; f < claimed.length; f++) {
            claimed[f] = in.readBoolean();
        }
        for (int r = 0; r < refused.length; r++) {
            refused[r] = in.readLong();
        }
        bad = LongStream.of(refused).sum();
        if (LongStream.of(refused).anyMatch(count -> count < 0 || count > window)) {
            throw new IOException("drift state refused: expected 0 to " + window + " refused events, got others");
        }
        valid = Binary.count(in, window);
        since = in.readLong();
        sinceStep = in.readLong();
        missing = in.readDouble();
        ofRefused = Severity.values()[in.readByte()];
        ofFeatures = Severity.values()[in.readByte()];
        holds = in.readBoolean();
        byte[] text = new byte[Binary.count(in, LONGEST)];
        in.readFully(text);
        told = new String(text, StandardCharsets.UTF_8);
        movedFeatures = Moves.load(in);
        movedRefused = Moves.load(in);
        if (samples != null) {
            samples.load(in);
        }
    }

    Samples samples() {
        return samples;
    }
}
