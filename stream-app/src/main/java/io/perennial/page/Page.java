// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import io.perennial.adaptation.ration.RationLevel;
import io.perennial.observe.Happenings;
import io.perennial.observe.PartitionMetrics.Unasked;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the page shows: reads the meters once a second, listens to the stages, remembers the last half hour, and tells those
 * who read along. Thread-safe.
 */
public final class Page implements Happenings, AutoCloseable {

    /** Rows of a second each. */
    static final int SECONDS = 1800;

    /** Those who may read along at once. */
    public static final int MOST_READERS = 32;

    private static final int LAYER_SECONDS = 2;
    private static final int LAYER_COLUMNS = 300;
    private static final int NOTES = 100;
    private static final int LETTERS = 20;
    private static final int STRIP = 16;
    private static final int EVENTS_OF_A_BATCH = 2;
    private static final int RECENT_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(Page.class);

    private final Shown shown;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Supplier<State> state;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Recent<DriftNote> notes = new Recent<>(NOTES);
    private final Recent<ToldLetter> letters = new Recent<>(LETTERS);
    private final Recent<Shot> strip = new Recent<>(STRIP);
    private final Standing standing = new Standing();
    private final Sampler sampler = new Sampler();
    private final History history = new History(Series.KEYS, SECONDS);
    private final Layers layers = new Layers(LAYER_SECONDS, LAYER_COLUMNS);
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final CheckpointList checkpoints;
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "perennial-page");
        thread.setDaemon(true);
        return thread;
    });
    private Now now;
    private long notesTold;
    private long lettersTold;
    private long stripTold;

    /**
     * @param registry whose meters are read
     * @param state asked at each reading
     */
    public Page(Shown shown, MeterRegistry registry, Supplier<State> state, Clock clock) {
        this.shown = shown;
        this.registry = registry;
        this.state = state;
        this.clock = clock;
        this.checkpoints = shown.checkpoints()
                .map(source -> new CheckpointList(source, System::nanoTime))
                .orElse(null);
        this.now = moment(Readings.of(registry));
    }

    /** Reads once a second from now on. */
    public void start() {
        ticking.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            read();
        } catch (RuntimeException e) { // else the page would stand still without a word
            log.warn("the page was not brought up to date", e);
        }
    }

    /** Reads the meters and tells those who read along, as the clock does once a second after {@link #start}. */
    public synchronized void read() {
        Instant at = clock.instant();
        Readings readings = Readings.of(registry);
        double step = standing.batches().stream().mapToDouble(Batch::step).max().orElse(Double.NaN);
        history.add(at.toEpochMilli(), sampler.row(readings, at.toEpochMilli() / 1e3, step));
        boolean newColumn = layers.read(at.toEpochMilli(), readings);
        now = moment(readings);
        if (readers.isEmpty()) {
            return;
        }
        PageEvent event = new PageEvent(id(), "now", Json.bytes(json -> writeTick(json, newColumn)));
        // Readers take without waiting; who subscribes meanwhile would otherwise be told of this second twice.
        for (Reader reader : readers) {
            if (!reader.take(event)) {
                readers.remove(reader);
            }
        }
    }

    private Now moment(Readings readings) {
        Map<String, Map<String, Double>> classes = new TreeMap<>();
        String share = "perennial.score.class.share";
        classes.put("adapted", readings.meanBy("class", share, new Tagged("model", "adapted")));
        classes.put("source", readings.meanBy("class", share, new Tagged("model", "source")));
        classes.put("prior", readings.meanBy("class", "perennial.score.class.prior", Tagged.ANY));
        Map<String, Double> guards = readings.meanBy("partition", Guards.GAUGE, Tagged.ANY);
        return new Now(
                shown,
                clock.instant(),
                state.get().name(),
                Sentence.of(situation(readings, guards)),
                standing.batches(),
                guards,
                classes,
                readings.sum("perennial.store.checkpoints", new Tagged("outcome", "published")),
                standing);
    }

    private Situation situation(Readings readings, Map<String, Double> guards) {
        Map<String, Double> severities = readings.maxBy("kind", "perennial.adapt.drift.severity", Tagged.ANY);
        List<Situation.Drift> drifting = standing.drifting(severities);
        List<Batch> batches = standing.batches();
        return new Situation(
                state.get(),
                clock.instant(),
                shown.learns(),
                batches.size(),
                count(batches, Unasked.PAUSED),
                count(batches, Unasked.CONTRACT),
                ration(readings),
                Guards.notClosed(guards, standing),
                !severities.isEmpty() || !drifting.isEmpty(),
                drifting,
                history.mean(Series.EVENTS.key(), RECENT_SECONDS),
                history.mean(Series.REFUSED.key(), RECENT_SECONDS),
                letters.newestFirst().stream().findFirst().map(told -> told.letter()
                        .reason()),
                history.value(Series.LAG.key()),
                standing.lastBatch(),
                quality());
    }

    private static RationLevel ration(Readings readings) {
        double level = readings.maxBy("partition", "perennial.adapt.ration", Tagged.ANY).values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        return RationLevel.values()[(int) level];
    }

    private static int count(List<Batch> batches, Unasked reason) {
        return (int) batches.stream().filter(batch -> batch.unasked() == reason).count();
    }

    private Situation.Quality quality() {
        float counted = history.value(Series.ERROR_ADAPTED.key());
        if (Float.isFinite(counted)) {
            return new Situation.Quality(history.value(Series.ERROR_SOURCE.key()), counted, true, true);
        }
        return new Situation.Quality(
                history.value(Series.ESTIMATE_SOURCE.key()),
                history.value(Series.ESTIMATE_ADAPTED.key()),
                false,
                history.value(Series.RELIABLE.key()) > 0.5);
    }

    /** This moment, with all lists. */
    public synchronized byte[] now() {
        return Json.bytes(json -> {
            json.writeStartObject();
            now.write(json);
            lists(json);
            json.writeEndObject();
        });
    }

    /** The last half hour, a row a second. */
    public synchronized byte[] history() {
        return Json.bytes(json -> {
            json.writeStartObject();
            writeHistory(json, 0);
            json.writeEndObject();
        });
    }

    /** The newest checkpoints of a partition; completes when the store has answered. */
    public CompletableFuture<byte[]> checkpoints(int partition) {
        return checkpoints == null
                ? CompletableFuture.completedFuture(Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeNumberField("partition", partition);
                    json.writeStringField("failure", "there is no store for checkpoints; set store.uri");
                    json.writeArrayFieldStart("checkpoints");
                    json.writeEndArray();
                    json.writeEndObject();
                }))
                : checkpoints.json(partition);
    }

    /**
     * Tells a reader what it lacks, and from then on what happens, once a second.
     *
     * @param lastId of the last event that it had, from a connection before; null for none
     * @return false where there are too many readers; the reader was told nothing then
     */
    public synchronized boolean subscribe(Reader reader, String lastId) {
        if (readers.size() >= MOST_READERS) {
            return false;
        }
        long after = known(lastId);
        if (readers.isEmpty()) { // else what came while nobody read would be told twice
            notesTold = notes.all();
            lettersTold = letters.all();
            stripTold = strip.all();
        }
        PageEvent first = new PageEvent(id(), "history", Json.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("continues", after > 0);
            writeHistory(json, after);
            now.write(json);
            lists(json);
            json.writeEndObject();
        }));
        if (reader.take(first)) {
            readers.add(reader);
        }
        return true;
    }

    /** Nobody is told any more. */
    public void unsubscribe(Reader reader) {
        readers.remove(reader);
    }

    /** The row that an id means, where it is of this process and all rows after it are still here; otherwise 0. */
    private long known(String lastId) {
        if (lastId == null || !lastId.matches(run + "-[0-9]{1,15}")) {
            return 0;
        }
        long row = Long.parseLong(lastId.substring(run.length() + 1));
        return history.has(row) ? row : 0;
    }

    private String id() {
        return run + "-" + history.newest();
    }

    private void writeHistory(JsonGenerator json, long after) throws IOException {
        history.write(json, after);
        layers.write(json, LAYER_COLUMNS);
    }

    private void writeTick(JsonGenerator json, boolean newColumn) throws IOException {
        json.writeStartObject();
        history.write(json, history.newest() - 1);
        if (newColumn) {
            layers.write(json, 1);
        }
        now.write(json);
        if (notesTold != notes.all()) {
            notesTold = notes.all();
            Now.drift(json, notes.newestFirst());
        }
        if (lettersTold != letters.all()) {
            lettersTold = letters.all();
            Now.deadLetters(json, letters.newestFirst());
        }
        if (stripTold != strip.all()) {
            stripTold = strip.all();
            Now.events(json, strip.newestFirst());
        }
        json.writeEndObject();
    }

    private void lists(JsonGenerator json) throws IOException {
        Now.drift(json, notes.newestFirst());
        Now.deadLetters(json, letters.newestFirst());
        Now.events(json, strip.newestFirst());
    }

    @Override
    public void drift(byte[] json) {
        try {
            DriftNote note = DriftNote.read(clock.instant(), json);
            standing.note(note);
            notes.add(note);
        } catch (RuntimeException e) { // the stream goes on, whatever the page can read
            log.warn("a record of the drift topic is not shown on the page: {}", e.getMessage());
        }
    }

    @Override
    public void refused(DeadRecord letter) {
        letters.add(new ToldLetter(clock.instant(), letter));
    }

    @Override
    public void predicted(Batch batch) {
        standing.batch(clock.instant(), batch);
    }

    @Override
    public void released(int partition) {
        standing.forget(partition);
    }

    @Override
    public int eventsWanted() {
        return shown.showsPictures() ? EVENTS_OF_A_BATCH : 0;
    }

    @Override
    public void seen(Seen event) {
        strip.add(Shot.of(event, shown.input().shape()));
    }

    @Override
    public void close() {
        ticking.shutdownNow();
        readers.clear();
        if (checkpoints != null) {
            checkpoints.close();
        }
    }
}
