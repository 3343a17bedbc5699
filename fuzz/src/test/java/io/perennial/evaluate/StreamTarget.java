// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.golden.NpyTarget;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import io.perennial.record.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A recorded stream, as events and as labels: NPY, idx, CSV, or any of them packed. */
public final class StreamTarget implements Target {

    private static final int MOST_UNPACKED = 1 << 16;

    private static final CsvColumns COLUMNS = new CsvColumns(null, null, List.of(), List.of());

    /** What may be unpacked, in cells of a CSV with objects of their own; CSV's buffers. */
    @Override
    public Contract contract() {
        return new Contract(IllegalArgumentException.class, "refused: expected ", 400L * MOST_UNPACKED, 1_000);
    }

    @Override
    public void read(byte[] input) {
        byte[] bytes = Gzip.unpacked(input, MOST_UNPACKED);
        if (ArrayFile.isArray(bytes)) {
            array(bytes);
        } else {
            CsvTable table = CsvTable.read(bytes, COLUMNS);
            all(Recording.of(table.rows(), table.labels(), table.segments()));
        }
    }

    private static void array(byte... bytes) {
        ArrayFile file = ArrayFile.read(bytes);
        IllegalArgumentException refused = null;
        try {
            file.ints();
        } catch (IllegalArgumentException e) {
            refused = e;
        }
        if (refused != null && !refused.getMessage().contains("refused: expected ")) {
            throw refused;
        }
        all(Recording.of(file.rows(), null, null));
    }

    private static void all(Recording recording) {
        recording.batch(0);
        recording.batch(recording.size() - 1);
        recording.label(0);
        recording.segment(0);
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        byte[] npy = NpyTarget.npy(1, "<f4", "(2, 3)", 24);
        byte[] csv = Records.utf8("a,\"b, c\",label\n1,2.5,no\n-3e1, 4 ,yes\n");
        return List.of(
                npy,
                NpyTarget.npy(2, "|u1", "(2, 3)", 6),
                new byte[] {0, 0, 0x0D, 2, 0, 0, 0, 2, 0, 0, 0, 1, 63, 0, 0, 0, 64, 0, 0, 0},
                new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 3},
                csv,
                Records.utf8("\uFEFFa;b,target\r\n1,0\r\n2,-1\r\n"),
                gzip(npy),
                gzip(csv));
    }

    private static byte[] gzip(byte... bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
