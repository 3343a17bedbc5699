// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.method.LearnedState;
import io.perennial.harness.StateStores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsStoreTest {

    private static final String STAMP = "\0format";

    private final KeyValueStore<String, byte[]> chunks = StateStores.open("weights");

    @Test
    void givesBackWhatWasSavedOverSeveralChunks() {
        float[] student = new float[2 * WeightsStore.CHUNK_FLOATS + 7];
        for (int i = 0; i < student.length; i++) {
            student[i] = i * 0.5f;
        }
        LearnedState state = new LearnedState(12, Map.of("student", student, "statistics", new float[] {1, 2}));
        WeightsVersion version = new WeightsVersion(12, "abc");

        new WeightsStore(chunks).save(state, version, "model");
        WeightsStore.Saved saved = new WeightsStore(chunks).load();

        assertThat(saved.version()).isEqualTo(version);
        assertThat(saved.state().step()).isEqualTo(12);
        assertThat(saved.state().arrays().get("student")).isEqualTo(student);
        assertThat(saved.state().arrays().get("statistics")).containsExactly(1, 2);
    }

    @Test
    void noChunkFillsHalfARegionOfTheHeap() {
        LearnedState state = new LearnedState(1, Map.of("student", new float[1_000_000]));
        new WeightsStore(chunks).save(state, new WeightsVersion(1, "abc"), "model");
        try (var all = chunks.all()) {
            all.forEachRemaining(chunk -> assertThat(chunk.value.length).isLessThan(512 * 1024 - 16));
        }
    }

    /** Below, and above what is encoded before it is written. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 2_000_000})
    void whatIsEncodedAheadIsTheSame(int values) {
        float[] student = new float[values];
        for (int i = 0; i < values; i++) {
            student[i] = i;
        }
        EncodedWeights encoded = EncodedWeights.of(new LearnedState(3, Map.of("student", student)));
        new WeightsStore(chunks).save(encoded, new WeightsVersion(3, "abc"), "model");
        assertThat(encoded.chunks().isEmpty()).isEqualTo(values > 1 << 20);
        assertThat(new WeightsStore(chunks).load().state().arrays().get("student"))
                .isEqualTo(student);
    }

    @Test
    void isEmptyBeforeTheFirstSave() {
        assertThat(new WeightsStore(chunks).load()).isNull();
    }

    @Test
    void seesWeightsTornBetweenTwoSteps() {
        WeightsStore store = new WeightsStore(chunks);
        store.save(new LearnedState(1, Map.of("student", new float[4])), new WeightsVersion(1, "a"), "model");
        byte[] old = chunks.get("student/0");
        store.save(new LearnedState(2, Map.of("student", new float[4])), new WeightsVersion(2, "b"), "model");
        chunks.put("student/0", old);
        assertThat(store.load()).isNull();
    }

    @Test
    void seesAMissingChunk() {
        WeightsStore store = new WeightsStore(chunks);
        store.save(new LearnedState(1, Map.of("student", new float[4])), new WeightsVersion(1, "a"), "model");
        chunks.delete("student/0");
        assertThat(store.load()).isNull();
    }

    /** An id is the key of a record: a command that is not known again is applied at every start. */
    @Test
    void knowsEveryCommandAgainWhateverItsIdIs() {
        List<String> seen = List.of("a", "b\nc", "\r", "\\n", "\\", "");
        WeightsStore store = new WeightsStore(chunks);
        store.steer(new WeightsStore.Steered(true, seen));
        assertThat(store.steered()).isEqualTo(new WeightsStore.Steered(true, seen));
    }

    @Test
    void knowsTheCommandsOfAnEarlierRelease() {
        chunks.put("control", "false\na\nb-2".getBytes(StandardCharsets.UTF_8));
        assertThat(new WeightsStore(chunks).steered()).isEqualTo(new WeightsStore.Steered(false, List.of("a", "b-2")));
    }

    @Test
    void refusesAnotherFormat() {
        chunks.put("index", new byte[] {7});
        assertThatThrownBy(() -> new WeightsStore(chunks).load())
                .hasMessageContaining("state store \"weights\" refused: expected format 1 to 2, got 7");
    }

    @Test
    void refusesTheStampOfANewerRelease() {
        chunks.put(STAMP, new byte[] {0, 0, 0, 9});
        assertThatThrownBy(() -> new WeightsStore(chunks))
                .hasMessageContaining("state store \"weights\" refused: expected format 1 to 2, got 9");
    }

    /** The very bytes that the first release wrote: no model, no stamp. */
    @Test
    void goesOnFromWhatTheFirstReleaseWroteAndSavesItAsItIsNow() {
        chunks.put("index", hex("01 000000000000000c 00000003 616263 00000001 00000007 73747564656e74 00000002"));
        chunks.put("student/0", hex("000000000000000c 3f800000 c0000000"));

        WeightsStore store = new WeightsStore(chunks);
        WeightsStore.Saved saved = store.load();
        assertThat(saved.model()).isNull();
        assertThat(saved.version()).isEqualTo(new WeightsVersion(12, "abc"));
        assertThat(saved.state().arrays().get("student")).containsExactly(1, -2);

        store.save(new LearnedState(13, saved.state().arrays()), new WeightsVersion(13, "abd"), "model");
        assertThat(chunks.get(STAMP)).containsExactly(0, 0, 0, 2);
        assertThat(new WeightsStore(chunks).load().model()).isEqualTo("model");
    }

    @Test
    void goesOnFromTheLargerChunksOfTheFirstRelease() {
        float[] student = new float[512 * 1024 / Float.BYTES + 5];
        for (int i = 0; i < student.length; i++) {
            student[i] = i;
        }
        LearnedState state = new LearnedState(12, Map.of("student", student));
        WeightsStore store = new WeightsStore(chunks);
        store.save(state, new WeightsVersion(12, "abc"), "model");
        int of = 512 * 1024 / Float.BYTES - 2;
        chunks.put("student/0", chunk(12, student, 0, of));
        chunks.put("student/1", chunk(12, student, of, student.length));

        assertThat(store.load().state().arrays().get("student")).isEqualTo(student);

        store.save(state, new WeightsVersion(12, "abc"), "model");
        assertThat(store.load().state().arrays().get("student")).isEqualTo(student);
    }

    /** It knows no stamp, and would take chunks of another size for torn ones. */
    @Test
    void theFirstReleaseRefusesWhatThisOneSaves() {
        new WeightsStore(chunks)
                .save(new LearnedState(1, Map.of("student", new float[4])), new WeightsVersion(1, "a"), "model");
        assertThat(chunks.get("index")[0]).isNotEqualTo((byte) 1);
    }

    private static byte[] chunk(long step, float[] values, int from, int to) {
        ByteBuffer chunk = ByteBuffer.allocate(Long.BYTES + Float.BYTES * (to - from));
        chunk.putLong(step).asFloatBuffer().put(values, from, to - from);
        return chunk.array();
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }
}
