// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    @Test
    void readsTheBytesOfTheSpecification() throws IOException {
        Safetensors read = Safetensors.read(
                file(
                        "{\"__metadata__\":{\"made\":\"here\"},"
                                + "\"b\":{\"shape\":[1,2],\"dtype\":\"F32\",\"data_offsets\":[8,16]},"
                                + "\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}   ",
                        7,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0x80,
                        0x3f,
                        0,
                        0,
                        0,
                        0xc0),
                "x");
        assertThat(read.tensors())
                .containsExactly(
                        Map.entry("b", new Tensor.Floats(new float[] {1, -2}, 1, 2)),
                        Map.entry("a", new Tensor.Longs(new long[] {7})));
        assertThat(read.metadata()).containsExactly(Map.entry("made", "here"));
        assertThat(read.floats("a")).isEmpty();
        assertThat(read.longs("a")).isPresent();
    }

    @Test
    void writesTheBytesOfTheSpecificationWithEveryTensorAligned() {
        byte[] written = new Safetensors(
                        Map.of(
                                "a", new Tensor.Floats(new float[] {1}, 1),
                                "z", new Tensor.Longs(new long[] {7})),
                        Map.of())
                .write();
        String header = "{\"z\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        assertThat(written).containsExactly(file(padded, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f));
    }

    @Test
    void acceptsAFileWithoutTensorsAndTensorsWithoutValues() throws IOException {
        assertThat(Safetensors.read(file("{}"), "x").tensors()).isEmpty();
        assertThat(Safetensors.read(
                                file("{\"e\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,0],"
                                        + "\"data_offsets\":[0,0]}}"),
                                "x")
                        .floats("e"))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}      | expected [2] values of 4 bytes at a, got 4 bytes
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}      | to begin at byte 0 of 4, got 0 to 8
            {"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}      | got 4 to 0
            {"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}      | expected 0 bytes of tensors, got 4
            {"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}     | expected F32 or I64, got BF16 at a
            {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}     | expected numbers of 0 or more, got -1 at a.shape
            {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}    | got VALUE_NUMBER_FLOAT at a.shape
            {"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}} | expected extents below 2^31
            {"a":{"dtype":"F32","shape":[65536,65536,65536,65536,1],"data_offsets":[0,4]}} | values of 4 bytes at a
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999999]}} | Number value length
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}} | out of range of long
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}        | two data_offsets at a
            {"a":{"dtype":"F32","shape":[1]}}                           | two data_offsets at a
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}} | got x at a
            {"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}} | Duplicate field 'dtype'
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | Duplicate field 'a'
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | expected b to begin at byte 4
            {"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}    | got START_ARRAY at a.shape
            {"a":[1]}                                                   | expected START_OBJECT, got START_ARRAY at a
            {"__metadata__":{"a":1}}                                    | got VALUE_NUMBER_INT at __metadata__.a
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}   | expected nothing after
            {"a":{"dtype":"F32"                                         | Unexpected end-of-input
            []                                                          | begins with {, got byte 91
            """)
    void refusesHeadersThatLie(String header, String reason) {
        assertThatThrownBy(() -> Safetensors.read(file(header, 0, 0, 0, 0), "some file"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("safetensors refused: ")
                .hasMessageContaining(reason)
                .hasMessageContaining("[some file]");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void refusesAHeaderLengthThatTheFileCannotHold(long length) {
        byte[] file = file("{}");
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        assertThatThrownBy(() -> Safetensors.read(file, "x")).hasMessageContaining("expected a header of 2 to 2 bytes");
    }

    @Test
    void refusesBrokenTextAndDeepNesting() {
        byte[] broken = file("{\"a\":1}");
        broken[10] = (byte) 0xff;
        assertThatThrownBy(() -> Safetensors.read(broken, "x")).hasMessageContaining("expected a header in UTF-8");
        String many = "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(100) + "1],\"data_offsets\":[0,4]}}";
        assertThatThrownBy(() -> Safetensors.read(file(many, 0, 0, 0, 0), "x"))
                .hasMessageContaining("expected at most 64 numbers at a.shape");
        assertThatThrownBy(() -> Safetensors.read(new byte[7], "x"))
                .hasMessageContaining("expected at least 8 bytes, got 7");
    }

    @Test
    void refusesToBuildWhatCouldNotBeRead() {
        assertThatThrownBy(() -> new Tensor.Floats(new float[3], 2, 2))
                .hasMessage("tensor refused: expected the values of [2, 2], got 3");
        assertThatThrownBy(() -> new Tensor.Longs(new long[1], -1, -1)).hasMessageContaining("[-1, -1]");
        assertThatThrownBy(() -> new Tensor.Floats(new float[0], 65536, 65536, 65536, 65536))
                .hasMessageContaining("tensor refused");
        assertThatThrownBy(() -> new Safetensors(Map.of("__metadata__", new Tensor.Longs(new long[1])), Map.of()))
                .hasMessageContaining("expected anything but __metadata__");
    }

    static byte[] file(String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        for (int value : data) {
            file.put((byte) value);
        }
        return file.array();
    }
}
