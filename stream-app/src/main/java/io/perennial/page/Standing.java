// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.perennial.observe.Happenings;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What holds now, by what was told last: of each partition its weights and guard, of each kind of drift whether it lasts. Thread-safe. */
final class Standing {

    /** Of one partition. */
    private static final class Place {
        private Happenings.Batch batch;
        private Instant batchAt;
        private DriftNote guard;
        private final Map<String, DriftNote> drift = new TreeMap<>();
    }

    private final Map<Integer, Place> places = new TreeMap<>();

    synchronized void batch(Instant at, Happenings.Batch batch) {
        Place place = place(batch.partition());
        place.batch = batch;
        place.batchAt = at;
    }

    synchronized void note(DriftNote note) {
        Place place = place(note.partition());
        if (note.kind().equals(DriftNote.GUARD)) {
            place.guard = note;
        } else if (note.isDetection()) {
            DriftNote before = place.drift.put(note.kind(), note);
            if (note.severity().equals("none")) {
                place.drift.remove(note.kind());
            } else if (before != null && note.since().isEmpty()) {
                // It goes on: since when is what was said first.
                place.drift.put(note.kind(), since(note, before));
            }
        }
    }

    private static DriftNote since(DriftNote note, DriftNote before) {
        String since = before.since().isEmpty() ? before.at().toString() : before.since();
        return new DriftNote(
                note.at(),
                note.kind(),
                note.partition(),
                note.severity(),
                note.text(),
                note.subject(),
                since,
                note.json());
    }

    private Place place(int partition) {
        return places.computeIfAbsent(partition, p -> new Place());
    }

    /** The newest batch of each partition that had one. */
    synchronized List<Happenings.Batch> batches() {
        return places.values().stream()
                .map(place -> place.batch)
                .filter(batch -> batch != null)
                .toList();
    }

    synchronized Optional<Instant> lastBatch() {
        return places.values().stream()
                .map(place -> place.batchAt)
                .filter(at -> at != null)
                .max(Instant::compareTo);
    }

    /** What the guard of a partition did last. */
    synchronized Optional<DriftNote> guard(int partition) {
        return Optional.ofNullable(places.get(partition)).map(place -> place.guard);
    }

    /** Drift that lasts, the worst first. */
    synchronized List<DriftNote> drifting() {
        return places.values().stream()
                .map(place -> place.drift.values())
                .flatMap(Collection::stream)
                .sorted((a, b) -> Severity.of(b.severity()).compareTo(Severity.of(a.severity())))
                .toList();
    }
}
