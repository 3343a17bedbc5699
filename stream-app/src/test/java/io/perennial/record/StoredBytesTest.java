// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StoredBytesTest {

    private static StoredBytes of(int... bytes) {
        byte[] record = new byte[bytes.length];
        for (int i = 0; i < record.length; i++) {
            record[i] = (byte) bytes[i];
        }
        return new StoredBytes("things", record);
    }

    @Test
    void readsOnePartAfterTheOther() {
        StoredBytes in = of(7, 0, 0, 0, 1, 'a', 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 0x3F, 0x80, 0, 0);
        assertThat(in.int8()).isEqualTo((byte) 7);
        assertThat(in.text()).isEqualTo("a");
        assertThat(in.bytes()).isNull();
        assertThat(in.floats()).containsExactly(1);
        in.end();
    }

    @Test
    void saysWhichStoreIsDamagedAndWhatCanBeDone() {
        refuses(() -> of(1, 2).int32(), "4 bytes more of a record, got 2");
        refuses(() -> of(1, 2).end(), "the end of a record, got 2 bytes more");
        refuses(() -> of(0xFF, 0xFF, 0xFF, 0xFF).text(), "a text, got none");
    }

    @Test
    void takesNoMemoryForALengthThatIsOnlyClaimed() {
        refuses(
                () -> of(0x7F, 0xFF, 0xFF, 0xFF).floats(),
                "a count of parts that follow, got 2147483647 before 0 bytes");
        refuses(() -> of(0x7F, 0xFF, 0xFF, 0xFF, 1).bytes(), "a length of bytes that follow, got 2147483647 before 1");
        refuses(() -> of(0x80, 0, 0, 0).count(1), "a count of parts that follow, got -2147483648 before 0 bytes");
    }

    private static void refuses(ThrowingCallable read, String expected) {
        assertThatThrownBy(read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "state store \"things\" refused: expected " + expected + "; stop all instances and reset");
    }
}
