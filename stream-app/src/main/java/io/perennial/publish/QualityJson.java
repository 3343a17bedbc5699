// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import io.perennial.adaptation.quality.AccuracyEstimate;
import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.quality.ModelScores;
import io.perennial.adaptation.quality.SetScores;
import io.perennial.adaptation.quality.Span;
import io.perennial.observe.QualityMetrics;
import io.perennial.record.JsonBytes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Windows of events as JSON objects; what is not known is null. */
final class QualityJson {

    private QualityJson() {}

    /**
     * A window of events with labels.
     *
     * @param level that the sets are to hold
     * @param labels what became of labels so far
     */
    static byte[] labelled(int partition, LabelledSums window, double level, LabelCounts labels) {
        return JsonBytes.write(json -> {
            start(json, "labelled", partition, window.adapted().events(), window.span());
            JsonBytes.number(json, "labelDelay", (float) window.delay());
            json.writeNumberField("late", labels.of(QualityMetrics.Label.LATE));
            json.writeNumberField("unknown", labels.of(QualityMetrics.Label.UNKNOWN));
            json.writeNumberField("duplicate", labels.of(QualityMetrics.Label.DUPLICATE));
            model(json, "adapted", window.adapted());
            model(json, "source", window.source());
            sets(json, "adaptiveSets", window.adaptive(), level);
            sets(json, "fixedSets", window.fixed(), level);
            JsonBytes.number(json, "answered", (float) window.answered());
            JsonBytes.number(json, "answeredError", (float) window.answeredError());
            json.writeEndObject();
        });
    }

    /**
     * A window of events, whether their labels are known or not.
     *
     * @param own accuracy of the source on its own events
     * @param labelled recent events with labels
     */
    static byte[] estimate(int partition, EstimateSums window, double own, LabelledSums labelled) {
        return JsonBytes.write(json -> {
            start(json, "estimate", partition, window.events(), window.span());
            estimate(json, "adapted", AccuracyEstimate.ofAdapted(window, own, labelled));
            estimate(json, "source", AccuracyEstimate.ofSource(window, own, labelled));
            json.writeEndObject();
        });
    }

    private static void start(JsonGenerator json, String kind, int partition, long events, Span span)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("quality", kind);
        json.writeNumberField("partition", partition);
        json.writeNumberField("events", events);
        if (events == 0) {
            for (String unknown : List.of("fromTime", "toTime", "fromStep", "toStep")) {
                json.writeNullField(unknown);
            }
            return;
        }
        json.writeStringField("fromTime", Instant.ofEpochMilli(span.fromTime()).toString());
        json.writeStringField("toTime", Instant.ofEpochMilli(span.toTime()).toString());
        json.writeNumberField("fromStep", span.fromStep());
        json.writeNumberField("toStep", span.toStep());
    }

    private static void model(JsonGenerator json, String name, ModelScores scores) throws IOException {
        if (scores.events() == 0) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        JsonBytes.number(json, "error", (float) scores.error());
        JsonBytes.number(json, "brier", (float) scores.brier());
        JsonBytes.number(json, "nll", (float) scores.nll());
        JsonBytes.number(json, "ece", (float) scores.ece());
        json.writeEndObject();
    }

    private static void sets(JsonGenerator json, String name, SetScores scores, double level) throws IOException {
        if (scores.sets() == 0) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        JsonBytes.number(json, "level", (float) level);
        JsonBytes.number(json, "coverage", (float) scores.coverage());
        JsonBytes.number(json, "size", (float) scores.size());
        json.writeEndObject();
    }

    private static void estimate(JsonGenerator json, String name, AccuracyEstimate estimate) throws IOException {
        if (Double.isNaN(estimate.accuracy())) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        JsonBytes.number(json, "accuracy", (float) estimate.accuracy());
        JsonBytes.number(json, "margin", (float) estimate.margin());
        json.writeBooleanField("reliable", estimate.reliable());
        json.writeEndObject();
    }
}
