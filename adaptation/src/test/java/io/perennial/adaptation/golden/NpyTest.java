// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NpyTest {

    @Test
    void readsFloatsInOrder() {
        ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});
        Npy npy = Npy.read(file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", data.array()));
        assertThat(npy.shape()).containsExactly(2, 3);
        assertThat(npy.floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(npy.floats(3, 2)).containsExactly(4, 5);
    }

    @Test
    void readsUnsignedBytes() {
        Npy npy =
                Npy.read(file("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", new byte[] {1, (byte) 255}));
        assertThat(npy.ints()).containsExactly(1, 255);
    }

    @Test
    void refusesAFileShorterThanItsShape() {
        assertThatThrownBy(() ->
                        Npy.read(file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", new byte[20])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 24 bytes");
    }

    @Test
    void refusesFortranOrder() {
        assertThatThrownBy(
                        () -> Npy.read(file("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", new byte[4])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fortran_order False");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = file("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }", new byte[4]);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Npy.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] file(String header, byte[] data) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(text.length & 0xff);
        out.write(text.length >> 8);
        out.writeBytes(text);
        out.writeBytes(data);
        return out.toByteArray();
    }
}
