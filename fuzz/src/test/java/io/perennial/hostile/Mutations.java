// SPDX-License-Identifier: Apache-2.0
package io.perennial.hostile;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Damage to a file, of the kinds that disks, networks and enemies do. */
record Mutations(List<Mutation> all) {

    enum Kind {
        FLIP,
        SET,
        TRUNCATE,
        CUT,
        DUPLICATE,
        OVERWRITE,
        ZERO,
        INFLATE
    }

    /**
     * @param at where, modulo the file's length
     * @param length of a range, or the bit
     * @param other where a range goes to, or a value
     */
    record Mutation(Kind kind, int at, int length, int other) {

        byte[] apply(byte[] file) {
            if (file.length == 0) {
                return file;
            }
            int from = at % file.length;
            int to = Math.min(file.length, from + length);
            return switch (kind) {
                case FLIP -> with(file, from, (byte) (file[from] ^ 1 << length % 8));
                case SET -> with(file, from, (byte) other);
                case TRUNCATE -> Arrays.copyOf(file, from);
                case CUT -> joined(Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length));
                case DUPLICATE -> inserted(file, other % file.length, Arrays.copyOfRange(file, from, to));
                case OVERWRITE -> {
                    byte[] changed = file.clone();
                    int place = other % file.length;
                    System.arraycopy(file, from, changed, place, Math.min(to - from, file.length - place));
                    yield changed;
                }
                case ZERO -> {
                    byte[] changed = file.clone();
                    Arrays.fill(changed, from, to, (byte) 0);
                    yield changed;
                }
                case INFLATE -> inserted(file, from, varint(1 + length % 10));
            };
        }
    }

    byte[] apply(byte[] file) {
        byte[] changed = file;
        for (Mutation mutation : all) {
            changed = mutation.apply(changed);
        }
        return changed;
    }

    static Arbitrary<Mutations> some() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 1 << 20);
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        places,
                        Arbitraries.integers().between(1, 40),
                        places)
                .as(Mutation::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(Mutations::new);
    }

    /** Continuation bytes of protobuf: a length or an extent that is suddenly very large. */
    private static byte[] varint(int bytes) {
        byte[] large = new byte[bytes];
        Arrays.fill(large, (byte) 0xFF);
        return large;
    }

    private static byte[] with(byte[] file, int at, byte value) {
        byte[] changed = file.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] inserted(byte[] file, int at, byte[] more) {
        return joined(joined(Arrays.copyOf(file, at), more), Arrays.copyOfRange(file, at, file.length));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
