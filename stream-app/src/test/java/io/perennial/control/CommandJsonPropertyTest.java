// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandJsonPropertyTest {

    @Property
    void comesBackAsItWas(
            @ForAll Command.Kind kind,
            @ForAll @IntRange(max = 9999) int partition,
            @ForAll @StringLength(max = 100) String text,
            @ForAll boolean all) {
        boolean goes = kind == Command.Kind.ROLLBACK || kind == Command.Kind.PROMOTE;
        boolean everywhere = all && kind != Command.Kind.PROMOTE;
        Command command = new Command(
                "id", kind, everywhere ? Optional.empty() : Optional.of(partition), goes ? text : null, text, text);
        assertThat(CommandJson.read("id", CommandJson.write(command))).isEqualTo(command);
        assertThat(command.isFor(partition)).isTrue();
        assertThat(command.isFor(partition + 1)).isEqualTo(everywhere);
    }

    @Property
    void anythingElseIsRefusedInWords(@ForAll @Size(max = 200) byte[] bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.read("id", bytes))
                .withMessageStartingWith("command refused: expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"command\":\"Pause\"}",
                "{\"command\":\"pause\",\"to\":\"x\"}",
                "{\"command\":\"rollback\"}",
                "{\"command\":\"promote\",\"to\":\"2\"}",
                "{\"command\":\"pause\",\"partition\":\"0\"}",
                "{\"command\":\"pause\",\"force\":true}",
                "{\"command\":\"pause\",\"command\":\"reset\"}",
                "{\"command\":\"pause\"}{}"
            })
    void whatIsNearlyACommandIsRefused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.read("id", json.getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("command refused: expected ");
    }

    @Test
    void aHugeOneIsNotParsed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.read("id", new byte[1 << 20]))
                .withMessageContaining("at most 16384 bytes, got 1048576 bytes");
    }
}
