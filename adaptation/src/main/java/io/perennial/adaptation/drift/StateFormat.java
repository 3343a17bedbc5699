// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What is saved where: under {@code now} the version, whose state it is, and what changes with each event; closed windows, the
 * sampled events of the window at hand, the weights' movements and a learned reference under keys of their own, written when
 * they change. Each carries the number of its window, so that a mixture of two times, possible only at least once, is seen.
 */
final class StateFormat {

    static final String NOW = "now";

    private static final byte VERSION = 1;
    private static final String PANE = "pane/";
    private static final String ROW = "row/";
    private static final String LEARN = "learn/";
    private static final String TOLD = "told";
    private static final String WEIGHTS = "weights";
    private static final String REFERENCE = "reference";

    private final String identity;
    private long paned;
    private int learned;
    private boolean referenced;
    /** Of one part after another. */
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private final DataOutputStream parts = new DataOutputStream(written);

    StateFormat(String identity) {
        this.identity = identity;
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private byte[] bytes(Writing writing) {
        written.reset();
        try {
            writing.to(parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to take bytes
        }
        return written.toByteArray();
    }

    /** The rows of this one are no longer needed once it is complete. */
    void drop(ReferenceLearner learner) {
        learned = learner.unsaved();
    }

    void save(
            DriftState state,
            ContractDrift contract,
            ReferenceLearner learner,
            Detectors detectors,
            SourceReference reference) {
        if (learner != null) {
            saveRows(state, learner);
        } else {
            for (; learned > 0; learned--) {
                state.put(LEARN + (learned - 1), null);
            }
        }
        if (detectors != null) {
            if (reference.learned() && !referenced) {
                state.put(REFERENCE, bytes(reference::save));
                referenced = true;
            }
            saveParts(state, detectors);
        }
        state.put(NOW, bytes(out -> {
            out.writeByte(VERSION);
            out.writeUTF(identity);
            out.writeBoolean(detectors != null);
            contract.save(out);
            if (learner != null) {
                learner.save(out);
            } else if (detectors != null) {
                detectors.save(out);
            }
        }));
    }

    private void saveRows(DriftState state, ReferenceLearner learner) {
        for (int row = learner.unsaved(); row < learner.size(); row++) {
            int number = row;
            state.put(LEARN + row, bytes(out -> learner.saveRow(number, out)));
        }
        learner.saved();
    }

    private void saveParts(DriftState state, Detectors detectors) {
        long windows = detectors.windows();
        int places = detectors.places();
        for (long window = Math.max(paned, windows - places); window < windows; window++) {
            int place = (int) (window % places);
            long number = window;
            state.put(PANE + place, bytes(out -> {
                out.writeLong(number);
                detectors.savePane(place, out);
            }));
        }
        if (paned < windows) {
            state.put(TOLD, bytes(out -> {
                out.writeLong(windows);
                detectors.saveTold(out);
            }));
        }
        paned = windows;
        Samples samples = detectors.samples();
        for (int row = samples.unsaved(); row < samples.size(); row++) {
            int number = row;
            state.put(ROW + row, bytes(out -> {
                out.writeLong(windows);
                samples.saveRow(number, out);
            }));
        }
        samples.saved();
        if (detectors.weightsChanged()) {
            state.put(WEIGHTS, bytes(detectors::saveWeights));
        }
    }

    /** Why a state is not continued; null where it is, or where there is none. */
    String check(DriftState state) throws IOException {
        byte[] now = state.get(NOW);
        if (now == null) {
            // What is left of it would be taken for parts of the state that is written next.
            boolean rest = state.get(REFERENCE) != null || state.get(TOLD) != null || state.get(WEIGHTS) != null;
            return rest ? "drift state refused: expected all of its parts, got some without \"" + NOW + "\"" : null;
        }
        try (DataInputStream in = in(now)) {
            byte version = in.readByte();
            if (version != VERSION) {
                return "drift state refused: expected format " + VERSION + ", got " + version;
            }
            String whose = in.readUTF();
            return whose.equals(identity) ? null : "drift state refused: expected one of this model and these settings";
        }
    }

    /** The learned reference; null where none was learned yet. */
    SourceReference reference(DriftState state) throws IOException {
        byte[] bytes = state.get(REFERENCE);
        if (bytes == null) {
            return null;
        }
        referenced = true;
        try (DataInputStream in = in(bytes)) {
            return SourceReference.load(in);
        }
    }

    void load(DriftState state, ContractDrift contract, ReferenceLearner learner, Detectors detectors)
            throws IOException {
        try (DataInputStream in = in(part(state, NOW))) {
            in.readByte();
            in.readUTF();
            boolean watches = in.readBoolean();
            if (watches != (detectors != null)) {
                throw new IOException("a reference that does not belong to it");
            }
            contract.load(in);
            if (learner != null) {
                learner.load(in);
                loadRows(state, learner);
            } else if (detectors != null) {
                detectors.load(in);
                loadParts(state, detectors);
            }
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many");
            }
        }
    }

    private static void loadRows(DriftState state, ReferenceLearner learner) throws IOException {
        for (int row = 0; row < learner.size(); row++) {
            try (DataInputStream in = in(part(state, LEARN + row))) {
                learner.loadRow(row, in);
            }
        }
    }

    private void loadParts(DriftState state, Detectors detectors) throws IOException {
        long windows = detectors.windows();
        int places = detectors.places();
        for (long window = Math.max(0, windows - places); window < windows; window++) {
            int place = (int) (window % places);
            try (DataInputStream in = numbered(state, PANE + place, window)) {
                detectors.loadPane(place, in);
            }
        }
        if (windows > 0) {
            try (DataInputStream in = numbered(state, TOLD, windows)) {
                detectors.loadTold(in);
            }
        }
        paned = windows;
        for (int row = 0; row < detectors.samples().size(); row++) {
            try (DataInputStream in = numbered(state, ROW + row, windows)) {
                detectors.samples().loadRow(row, in);
            }
        }
        byte[] weights = state.get(WEIGHTS);
        if (weights != null) {
            try (DataInputStream in = in(weights)) {
                detectors.loadWeights(in);
            }
        }
    }

    private static DataInputStream numbered(DriftState state, String key, long window) throws IOException {
        DataInputStream in = in(part(state, key));
        long number = in.readLong();
        if (number != window) {
            throw new IOException("window " + number + " instead of " + window + " under " + key);
        }
        return in;
    }

    private static byte[] part(DriftState state, String key) throws IOException {
        byte[] bytes = state.get(key);
        if (bytes == null) {
            throw new IOException("nothing under " + key);
        }
        return bytes;
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /** Deletes everything. */
    void clear(DriftState state) {
        state.put(NOW, null);
        state.put(REFERENCE, null);
        state.put(WEIGHTS, null);
        state.put(TOLD, null);
        for (int place = 0; place < Ring.PANES; place++) {
            state.put(PANE + place, null);
        }
        for (String rows : List.of(LEARN, ROW)) {
            for (int row = 0; state.get(rows + row) != null; row++) {
                state.put(rows + row, null);
            }
        }
        paned = 0;
        referenced = false;
    }
}
