// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.List;

/** A prediction of one batch, and what the step that follows needs of it. */
public final class Scored implements AutoCloseable {

    private final Logits logits;
    private final Probabilities probabilities;
    private final Recorded student;
    private final float anchorConfidence;
    private final int views;
    private final float[] mutualInformation;
    private final Batch batch;
    private final ServedBy servedBy;
    private final Scored own;
    private final Probabilities studentProbabilities;
    private Probabilities anchor;
    private Logits untouched;
    private TeacherViews.Said said;
    private List<Scored> parts = List.of();

    /**
     * @param student the student's recorded pass; null where nothing is to be learned
     * @param views how many augmented views the prediction averages; 0 for the plain one
     * @param mutualInformation [B] in nats; null without views
     */
    Scored(Logits logits, Recorded student, float anchorConfidence, int views, float[] mutualInformation) {
        this(logits, student, anchorConfidence, views, mutualInformation, null, ServedBy.ADAPTED, null);
    }

    /** Of a method without anchor and views, whose step needs the events again. */
    Scored(Logits logits, Recorded student, Batch batch) {
        this(logits, student, Float.NaN, 0, null, batch, ServedBy.ADAPTED, null);
    }

    /**
     * Of a method with views that asks the source itself, and whose student's pass comes with its step.
     *
     * @param source what the untouched model says
     */
    Scored(Logits logits, float confidence, int views, Logits source, Batch batch) {
        this(logits, null, confidence, views, null, batch, ServedBy.ADAPTED, null);
        this.untouched = source;
    }

    /** The same with what is known of each event's views. */
    Scored(TeacherViews.Said said, float confidence, Logits source, Batch batch) {
        this(said.logits(), null, confidence, said.most(), said.mutualInformation(), batch, ServedBy.ADAPTED, null);
        this.said = said;
        this.untouched = source;
    }

    /** Of a teacher beside an anchor. */
    Scored(TeacherViews.Said said, Recorded student, Probabilities anchor, Batch batch) {
        this(
                said.logits(),
                student,
                anchor.meanConfidence(),
                said.most(),
                said.mutualInformation(),
                batch,
                ServedBy.ADAPTED,
                null);
        this.anchor = anchor;
        this.said = said;
    }

    /** Of several predictions together, closed with them; views and divergence are the first one's. */
    Scored(Logits logits, List<Scored> parts) {
        this(
                logits,
                null,
                parts.get(0).anchorConfidence,
                parts.get(0).views,
                parts.get(0).mutualInformation,
                null,
                ServedBy.ADAPTED,
                null);
        this.said = parts.get(0).said;
        this.parts = parts;
    }

    private Scored(
            Logits logits,
            Recorded student,
            float anchorConfidence,
            int views,
            float[] mutualInformation,
            Batch batch,
            ServedBy servedBy,
            Scored own) {
        this.logits = logits;
        this.probabilities = Probabilities.of(logits);
        this.student = student;
        // Here, since what is published and what is learned from may be read by two threads.
        this.studentProbabilities = student == null ? null : Probabilities.of(student.logits());
        this.anchorConfidence = anchorConfidence;
        this.views = views;
        this.mutualInformation = mutualInformation;
        this.batch = batch;
        this.servedBy = servedBy;
        this.own = own == null ? this : own;
    }

    /**
     * A prediction that was computed elsewhere and that nothing is learned from.
     *
     * @param logits [B, C]
     */
    public static Scored elsewhere(Logits logits, ServedBy by) {
        return new Scored(logits, null, Float.NaN, 0, null, null, by, null);
    }

    /**
     * The same for the step that learns from it, with what is published instead.
     *
     * @param published [B, C]
     */
    public Scored publish(Logits published, ServedBy by) {
        boolean source = by == ServedBy.SOURCE;
        Scored other = new Scored(
                published,
                student,
                anchorConfidence,
                source ? 0 : views,
                source ? null : mutualInformation,
                batch,
                by,
                own);
        other.anchor = anchor;
        other.untouched = untouched;
        other.said = source ? null : said;
        other.parts = parts;
        return other;
    }

    /** Whose prediction this is. */
    public ServedBy servedBy() {
        return servedBy;
    }

    /** What the method itself predicts and learns from; this, where nothing else is published. */
    public Scored own() {
        return own;
    }

    /** The prediction before the softmax, [B, C]. */
    public Logits logits() {
        return logits;
    }

    /** The prediction, [B, C]. */
    public Probabilities probabilities() {
        return probabilities;
    }

    /** Jensen-Shannon divergence of the prediction and the student's, in nats; 0 where no student ran. */
    public float studentDivergence(int event) {
        return student == null ? 0 : probabilities.divergence(studentProbabilities, event);
    }

    /** Mean confidence of the anchor over the batch, in [0, 1]; NaN where no anchor ran. */
    public float anchorConfidence() {
        return anchorConfidence;
    }

    /** The most augmented views that were averaged for an event; 0 where all predictions are plain. */
    public int views() {
        return views;
    }

    /** How many augmented views were averaged for this event; 0 for the plain prediction. */
    public int views(int event) {
        return said == null ? views : said.views()[event];
    }

    /** Whether the method itself does not stand by this prediction: its views ended before it had settled. */
    public boolean abstained(int event) {
        return said != null && said.abstained()[event];
    }

    /** Mutual information of class and view, in nats; 0 without views. */
    public float mutualInformation(int event) {
        return mutualInformation == null ? 0 : mutualInformation[event];
    }

    Recorded student() {
        return student;
    }

    /** What the source says; null where no anchor ran. */
    Probabilities anchor() {
        return anchor;
    }

    /** What the untouched model says under its own statistics; null where the method did not ask it. */
    public Logits source() {
        return untouched;
    }

    /** The predictions that this one is made of; none for most methods. */
    List<Scored> parts() {
        return parts;
    }

    /** The events that were scored, where the method asked to keep them. */
    Batch batch() {
        return batch;
    }

    /** What the student says; null where no student ran. */
    Probabilities studentProbabilities() {
        return studentProbabilities;
    }

    @Override
    public void close() {
        if (student != null) {
            student.close();
        }
        parts.forEach(Scored::close);
    }
}
