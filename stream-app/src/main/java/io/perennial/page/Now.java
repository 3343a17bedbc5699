// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.perennial.observe.Happenings;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * This moment, as JSON.
 *
 * @param guards the state of each partition's guard, as its gauge says
 * @param classes shares by class, of the adapted model, of the source, and of the source's own events
 * @param checkpoints published by this process
 */
record Now(
        Shown shown,
        Instant at,
        String state,
        Sentence sentence,
        List<Happenings.Batch> batches,
        Map<String, Double> guards,
        Map<String, Map<String, Double>> classes,
        double checkpoints,
        Standing standing) {

    /** Partitions that are listed; the page is no place for more. */
    private static final int MOST_PARTITIONS = 64;

    private static final int MOST_CLASSES = 64;

    /** Writes all fields of the moment but the lists. */
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("time", at.toString());
        json.writeStringField("application", shown.application());
        json.writeStringField(
                "model", batches.isEmpty() ? shown.bundle() : batches.get(0).model());
        json.writeStringField("method", shown.method());
        json.writeStringField("state", state);
        json.writeStringField("situation", sentence.key());
        json.writeStringField("tone", sentence.tone().name().toLowerCase(Locale.ROOT));
        json.writeStringField("sentence", sentence.text());
        json.writeBooleanField("control", shown.control());
        json.writeBooleanField("store", shown.checkpoints().isPresent());
        json.writeBooleanField("pictures", shown.showsPictures());
        Numbers.field(json, "checkpointsPublished", checkpoints);
        partitions(json);
        classes(json);
    }

    private void partitions(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("partitions");
        for (Happenings.Batch batch : batches.subList(0, Math.min(MOST_PARTITIONS, batches.size()))) {
            json.writeStartObject();
            json.writeNumberField("partition", batch.partition());
            json.writeStringField("model", batch.model());
            json.writeNumberField("step", batch.step());
            json.writeStringField("lineage", batch.lineage());
            json.writeStringField("servedBy", batch.servedBy());
            json.writeBooleanField("learns", batch.learns());
            String guard = Guards.name(guards.get(Integer.toString(batch.partition())));
            json.writeStringField("guard", guard);
            Optional<DriftNote> last = standing.guard(batch.partition())
                    .filter(note -> Guards.went(note).equals(guard));
            if (last.isPresent()) {
                json.writeStringField("guardReason", last.get().subject());
                json.writeStringField("guardSince", last.get().at().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void classes(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("classes");
        List<String> names = classes.values().stream()
                .flatMap(shares -> shares.keySet().stream())
                .distinct()
                .sorted(NaturalOrder.INSTANCE)
                .limit(MOST_CLASSES)
                .toList();
        for (String name : names) {
            json.writeStartObject();
            json.writeStringField("name", name);
            for (Map.Entry<String, Map<String, Double>> shares : classes.entrySet()) {
                Numbers.field(json, shares.getKey(), shares.getValue().getOrDefault(name, Double.NaN));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void drift(JsonGenerator json, List<DriftNote> notes) throws IOException {
        json.writeArrayFieldStart("drift");
        for (DriftNote note : notes) {
            json.writeStartObject();
            json.writeStringField("at", note.at().toString());
            json.writeStringField("kind", note.kind());
            json.writeNumberField("partition", note.partition());
            json.writeStringField("severity", note.severity());
            json.writeStringField("text", note.text());
            json.writeStringField("subject", note.subject());
            json.writeStringField("since", note.since());
            json.writeObjectField("record", note.json());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void deadLetters(JsonGenerator json, List<ToldLetter> letters) throws IOException {
        json.writeArrayFieldStart("deadLetters");
        for (ToldLetter told : letters) {
            json.writeStartObject();
            json.writeStringField("at", told.at().toString());
            json.writeStringField("topic", told.letter().topic());
            json.writeNumberField("partition", told.letter().partition());
            json.writeNumberField("offset", told.letter().offset());
            json.writeStringField("reason", told.letter().reason());
            json.writeStringField("message", told.letter().message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void events(JsonGenerator json, List<Shot> events) throws IOException {
        json.writeArrayFieldStart("events");
        for (Shot event : events) {
            Thumbnail picture = event.picture();
            json.writeStartObject();
            json.writeStringField("id", event.id());
            json.writeStringField("label", event.label());
            Numbers.field(json, "confidence", event.confidence());
            Numbers.field(json, "entropy", event.entropy());
            json.writeBooleanField("disagrees", event.disagrees());
            json.writeBooleanField("abstains", event.abstains());
            json.writeNumberField("width", picture.width());
            json.writeNumberField("height", picture.height());
            json.writeNumberField("channels", picture.channels());
            json.writeStringField("pixels", Base64.getEncoder().encodeToString(picture.pixels()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
