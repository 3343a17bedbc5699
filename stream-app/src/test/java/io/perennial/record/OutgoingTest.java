// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    @Test
    void goesToThePartitionOfItsEventWhateverTheKey() {
        Outgoing outgoing = new Outgoing(new byte[] {1}, 5);
        assertThat(Outgoing.PARTITIONER.partitions("t", null, outgoing, 8)).isEqualTo(Optional.of(Set.of(5)));
        assertThat(Outgoing.PARTITIONER.partitions("t", new byte[] {9}, outgoing, 8))
                .isEqualTo(Optional.of(Set.of(5)));
    }

    @Test
    void aTopicWithFewerPartitionsTakesTheRemainder() {
        assertThat(Outgoing.PARTITIONER.partitions("t", null, new Outgoing(null, 5), 4))
                .isEqualTo(Optional.of(Set.of(1)));
    }

    @Test
    void aTombstoneStaysOne() {
        assertThat(Outgoing.SERIALIZER.serialize("t", new Outgoing(null, 0))).isNull();
    }
}
