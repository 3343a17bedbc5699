// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What moved, as it is kept between windows: no more than an event names. */
final class Moves {

    private Moves() {}

    static void save(List<Drift.Moved> moves, DataOutput out) throws IOException {
        int count = Math.min(Drift.Moved.MOST, moves.size());
        out.writeByte(count);
        for (Drift.Moved moved : moves.subList(0, count)) {
            out.writeUTF(moved.name());
            out.writeUTF(moved.how());
            out.writeByte(moved.figures().size());
            for (Drift.Figure figure : moved.figures()) {
                out.writeUTF(figure.name());
                out.writeDouble(figure.value());
            }
        }
    }

    static List<Drift.Moved> load(DataInput in) throws IOException {
        List<Drift.Moved> moves = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            String name = in.readUTF();
            String how = in.readUTF();
            List<Drift.Figure> figures = new ArrayList<>();
            for (int more = in.readByte(); more > 0; more--) {
                figures.add(new Drift.Figure(in.readUTF(), in.readDouble()));
            }
            moves.add(new Drift.Moved(name, how, figures));
        }
        return moves;
    }
}
