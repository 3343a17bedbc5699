// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.util.List;
import java.util.Optional;

/** A command of the control topic. */
public final class CommandTarget implements Target {

    /** Jackson's table of names, as of an event; at most 16 KiB are looked at. */
    @Override
    public Contract contract() {
        return new Contract(IllegalArgumentException.class, "command refused: expected ", 512 << 10, 100);
    }

    @Override
    public void read(byte[] input) {
        Command command = CommandJson.read("id", input);
        Again.same(command, CommandJson.read("id", CommandJson.write(command)));
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                CommandJson.write(new Command(
                        "id", Command.Kind.ROLLBACK, Optional.of(3), "step:1200", "ada", "2026-11-24T12:00:00Z")),
                CommandJson.write(new Command("id", Command.Kind.PAUSE, Optional.empty(), null, "é", "now")),
                CommandJson.write(new Command("id", Command.Kind.PROMOTE, Optional.of(0), "2", "ada", "now")));
    }
}
