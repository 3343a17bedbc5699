// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.store.InputContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFilesTest {

    private static final CsvColumns USUAL = new CsvColumns(null, null, List.of(), List.of());
    private static final float ANY = Float.POSITIVE_INFINITY;

    @TempDir
    private Path directory;

    @Test
    void aCsvsLastColumnCalledTargetHoldsTheLabels() throws IOException {
        Recording read = csv("a,b,target\n1,2.5,0\n-3e1, 4 ,1\n", USUAL);
        assertThat(read.batch(0, 1).values()).containsExactly(1, 2.5f, -30, 4);
        assertThat(read.label(0)).isZero();
        assertThat(read.label(1)).isOne();
    }

    @Test
    void wordsAreNumberedInTheOrderOfTheAlphabetOrAsTheClassesAreNamed() throws IOException {
        String text = "\uFEFFa,class\r\n1,\"no, never\"\r\n2,yes\r\n";
        assertThat(csv(text, USUAL).label(1)).isOne();
        CsvColumns named = new CsvColumns(null, null, List.of(), List.of("yes", "no, never"));
        assertThat(csv(text, named).label(1)).isZero();
    }

    @Test
    void anEmptyLabelOrMinusOneIsAClassThatNobodyKnows() throws IOException {
        Recording numbers =
                csv("a,label\n1,\n2,3\n4,-1\n", USUAL).fitting(new InputContract("x", new int[] {1}, -ANY, ANY), 4);
        assertThat(numbers.label(0)).isEqualTo(Recording.UNKNOWN);
        assertThat(numbers.label(1)).isEqualTo(3);
        assertThat(numbers.label(2)).isEqualTo(Recording.UNKNOWN);
        Recording words = csv("a,label\n1,\n2,yes\n4,no\n", USUAL);
        assertThat(words.label(0)).isEqualTo(Recording.UNKNOWN);
        assertThat(words.label(1)).isOne();
        assertThat(csv("a,label\n1,\n2,\n", USUAL).labelled()).isFalse();
    }

    @Test
    void columnsCanBeNamedAndLeftOut() throws IOException {
        CsvColumns columns = new CsvColumns("y", "site", List.of("id"), List.of());
        Recording read = csv("id,y,a,site\nx7,1,5,north\nx8,0,6,south\n", columns);
        assertThat(read.batch(0, 1).values()).containsExactly(5, 6);
        assertThat(read.label(0)).isOne();
        assertThat(read.segmentNames()).containsExactly("north", "south");
    }

    @Test
    void refusesWhatIsNoNumberAndSaysWhere() {
        assertThatThrownBy(() -> csv("a,b\n1,2\n3,NA\n", USUAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a number, got \"NA\" [column b, line 3]")
                .hasMessageContaining("--ignore-columns b")
                .hasMessageContaining("stream.csv");
        assertThatThrownBy(() -> csv("a,b\n1\n", USUAL)).hasMessageContaining("expected 2 cells");
        assertThatThrownBy(() -> csv("1,2\n3,4\n", USUAL)).hasMessageContaining("expected a header");
        assertThatThrownBy(() -> csv("", USUAL)).hasMessageContaining("an empty file");
        assertThatThrownBy(() -> csv("a\n1\n", new CsvColumns("z", null, List.of(), List.of())))
                .hasMessageContaining("--label-column refused: expected one of the columns [a], got \"z\"");
    }

    @Test
    void bytesOfAnIdxFileAreScaledAndItsLabelsAreNot() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 0};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 7, 3};
        Path stream = Files.write(directory.resolve("images.gz"), gzip(images));
        Path given = Files.write(directory.resolve("labels"), labels);
        Recording read = new StreamFiles(stream, given, null, USUAL).read();
        assertThat(read.batch(0, 1).values()).containsExactly(0, 1, 51 / 255f, 0);
        assertThat(read.label(0)).isEqualTo(7);
    }

    @Test
    void namesOfSegmentsStandBesideThem() throws IOException {
        Files.writeString(directory.resolve("segments.txt"), "fog\nrain\n");
        Path ids = Files.write(directory.resolve("ids"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1, 2});
        Path stream = Files.writeString(directory.resolve("stream.csv"), "a\n1\n2\n");
        assertThat(new StreamFiles(stream, null, ids, USUAL).read().segmentNames())
                .containsExactly("rain", "2");
    }

    @Test
    void eventsTakeTheModelsShapeWhereNothingIsGuessed() throws IOException {
        Recording flat = csv("a,b,c,d\n1,2,3,4\n", USUAL);
        assertThat(fitting(flat, 1, 2, 2).batch(0).shape()).containsExactly(1, 1, 2, 2);
        Recording image = Recording.of(new Rows.Floats(new float[12], 1, 2, 2, 3), null, null);
        assertThatThrownBy(() -> fitting(image, 3, 2, 2))
                .hasMessageContaining("expected events of the model's shape [3, 2, 2], got [2, 2, 3]")
                .hasMessageContaining("channels first");
    }

    @Test
    void refusesLabelsThatTheModelDoesNotKnow() throws IOException {
        Recording read = csv("a,label\n1,0\n2,4\n", USUAL);
        assertThatThrownBy(() -> fitting(read, 1))
                .hasMessageContaining("a class from 0 to 2, or -1 for unknown, got 4 [event 1]");
    }

    @Test
    void refusesValuesOutsideTheContract() throws IOException {
        Recording read = csv("a\n1\n2\n", USUAL).fitting(new InputContract("x", new int[] {1}, 0, 1), 2);
        assertThatThrownBy(() -> read.batch(0, 1)).hasMessageContaining("from 0.0 to 1.0, got 2.0 [event 1, value 0]");
    }

    @Test
    void refusesGzipDataThatAreDamagedOrNotWholeByTheFilesName() throws IOException {
        byte[] whole = gzip(new byte[1_000]);
        refuses(Arrays.copyOf(whole, whole.length / 2), "expected whole gzip data, got: Unexpected end of ZLIB");
        refuses(Arrays.copyOf(whole, 3), "expected whole gzip data");
        whole[whole.length - 6] ^= 1;
        refuses(whole, "expected whole gzip data, got: Corrupt GZIP trailer");
    }

    @Test
    void unpacksNoMoreThanItIsAllowed() throws IOException {
        byte[] bomb = gzip(new byte[10_000_000]);
        assertThat(bomb.length).isLessThan(10_000);
        assertThatThrownBy(() -> Gzip.unpacked(bomb, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gzip data of at most 1048576 bytes unpacked, got more; unpack it before");
        assertThat(Gzip.unpacked(bomb, 10_000_000)).hasSize(10_000_000);
    }

    @Test
    void refusesAnNpyHeaderThatLies() throws IOException {
        refuses(npy("'<f4'", "(2, 2)", 8), "expected 16 bytes for [2, 2] of <f4, got 8");
        refuses(
                npy("'<f4'", "(65536, 65536, 65536, 65536)", 8),
                "bytes for [65536, 65536, 65536, 65536] of <f4, got 8");
        refuses(npy("'<f8'", "(2147483647, 2147483647, 2147483647)", 8), "of <f8, got 8");
        refuses(npy("'<f4'", "(4294967297,)", 4), "extents from 0 to 2^31 - 1, got 4294967297");
        refuses(npy("'<f4'", "(99999999999999999999, 1)", 4), "extents from 0 to 2^31 - 1");
        refuses(npy("'<f4'", "(1 2, 1)", 4), "extents from 0 to 2^31 - 1, got 1 2");
        refuses(npy("'<f4'", "(-1, 1)", 4), "expected descr, fortran_order False and shape");
        refuses(npy("'|O'", "(1, 1)", 4), "one of <f4 <f8 <i4 <i8 |u1 |b1, got |O");
        refuses(npy("'<f4'", "(0, 4)", 0), "at least one event");
        refuses(npy("'<f4'", "()", 4), "expected events [N, ...]");
        refuses(npy("'<f4'", "(" + "1,".repeat(20_000) + ")", 3), "got 3");
        refuses(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 1, 0}, "expected a header, got a file of 10");
        byte[] wide = npy("'<f4'", "(1, 1)", 4);
        wide[6] = 2;
        refuses(wide, "a header of ");
    }

    @Test
    void refusesAnIdxHeaderThatLies() throws IOException {
        refuses(new byte[] {0, 0, 8, 2, 0, 0, 0, 2}, "a header of 12 bytes, got a file of 8");
        refuses(new byte[] {0, 0, 8, 1, 0, 0, 0, 9, 1}, "9 bytes for [9], got 1");
        refuses(new byte[] {0, 0, 8, 1, -1, -1, -1, -1, 1}, "extents below 2^31, got [-1]");
        // 2^61 values of 8 bytes are 2^64, which as 64 bits are none.
        refuses(new byte[] {0, 0, 14, 3, 64, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 2}, "got 0");
        refuses(new byte[] {0, 0, 10, 1, 0, 0, 0, 1, 1}, "type 8, 9, 11, 12, 13 or 14, got 10");
        refuses(new byte[] {0, 0, 8, 127, 0, 0, 0, 1}, "a header of 512 bytes");
    }

    @Test
    void refusesACsvThatIsNoText() throws IOException {
        refuses(new byte[] {'a', '\n', (byte) 0xFF, (byte) 0xFE, '\n'}, "CSV refused");
        refuses("a,b\n\"1,2\n3,4\n".getBytes(StandardCharsets.UTF_8), "CSV refused");
    }

    private void refuses(byte[] file, String reason) throws IOException {
        Path stream = Files.write(directory.resolve("hostile"), file);
        assertThatThrownBy(() -> new StreamFiles(stream, null, null, USUAL).read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refused: expected ")
                .hasMessageContaining(reason)
                .hasMessageEndingWith("[" + stream + "]")
                .message()
                .hasSizeLessThan(1_000);
    }

    private static byte[] npy(String type, String shape, int bytes) {
        String header = "{'descr': " + type + ", 'fortran_order': False, 'shape': " + shape + ", }\n";
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        return file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    @Test
    void refusesAMissingFileByItsName() {
        StreamFiles missing = new StreamFiles(directory.resolve("none.npy"), null, null, USUAL);
        assertThatThrownBy(missing::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.npy");
    }

    private static Recording fitting(Recording recording, int... shape) {
        return recording.fitting(new InputContract("x", shape, -ANY, ANY), 3);
    }

    private Recording csv(String text, CsvColumns columns) throws IOException {
        byte[] bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).array();
        return new StreamFiles(Files.write(directory.resolve("stream.csv"), bytes), null, null, columns).read();
    }

    private static byte[] gzip(byte... bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
