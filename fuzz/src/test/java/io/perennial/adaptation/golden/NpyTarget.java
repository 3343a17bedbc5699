// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.golden;

import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A NumPy array. */
public final class NpyTarget implements Target {

    /** The header as text and what a regular expression keeps of it, then each value as float32 and int32. */
    @Override
    public Contract contract() {
        return new Contract(IllegalArgumentException.class, "NPY file refused: expected ", 64 << 10, 400);
    }

    @Override
    public void read(byte[] input) {
        Npy npy = Npy.read(input);
        npy.floats();
        npy.ints();
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                npy(1, "<f4", "(2, 3)", 24),
                npy(2, "<f8", "(2,)", 16),
                npy(1, "<i8", "()", 8),
                npy(3, "|u1", "(5,)", 5));
    }

    /** As NumPy writes it. */
    public static byte[] npy(int version, String type, String shape, int bytes) {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n")
                .getBytes(StandardCharsets.US_ASCII);
        int wide = version > 1 ? 4 : 2;
        byte[] file = new byte[8 + wide + header.length + bytes];
        System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0}, 0, file, 0, 8);
        file[8] = (byte) header.length;
        System.arraycopy(header, 0, file, 8 + wide, header.length);
        return file;
    }
}
