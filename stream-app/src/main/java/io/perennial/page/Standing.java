// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.perennial.observe.Happenings;
import java.time.Instant;
import java.util.Comparator;
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

    /** A partition that went elsewhere says nothing more here. */
    synchronized void forget(int partition) {
        places.remove(partition);
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

    /**
     * Drift that lasts, the worst first: by the gauges, which know what was before this process, and by what was told, which
     * knows more of each.
     *
     * @param gauges severity by kind
     */
    synchronized List<Situation.Drift> drifting(Map<String, Double> gauges) {
        Map<String, Situation.Drift> byKind = new TreeMap<>();
        gauges.forEach((kind, gauge) -> byKind.put(kind, new Situation.Drift(kind, Severity.of(gauge), "", "")));
        for (Place place : places.values()) {
            for (DriftNote note : place.drift.values()) {
                Severity severity = Severity.of(note.severity());
                Situation.Drift known = byKind.get(note.kind());
                boolean detail = known != null && known.since().isEmpty() && known.severity() == severity;
                boolean worse = !gauges.containsKey(note.kind())
                        && (known == null || known.severity().compareTo(severity) < 0);
                if (detail || worse) {
                    String since = note.since().isEmpty() ? note.at().toString() : note.since();
                    byKind.put(note.kind(), new Situation.Drift(note.kind(), severity, note.subject(), since));
                }
            }
        }
        return byKind.values().stream()
                .filter(drift -> drift.severity() != Severity.NONE)
                .sorted(Comparator.comparing(Situation.Drift::severity).reversed())
                .toList();
    }
}
