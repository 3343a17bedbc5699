// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.benchmarks.model.DenseModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A process with one engine. Each line that it reads is a number of steps, and is answered by a {@link Round} once they are
 * made. Answers begin with {@link #MARK}; libraries may print other lines between.
 */
final class Worker {

    static final String MARK = "> ";

    /** In the place of an engine: the same process and the same lines, and no work. */
    static final String NOTHING = "nothing";

    private Worker() {}

    /** @param arguments engine, model, events of a batch, threads */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Subject subject = Subject.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        int batch = Integer.parseInt(arguments[2]);
        int threads = Integer.parseInt(arguments[3]);
        boolean nothing = arguments[0].equals(NOTHING);
        Engine engine = nothing ? null : loaded(Engine.named(arguments[0]).threads(threads));
        Optional<Memory> memory = Memory.here();
        try (Work work = nothing ? Work.NOTHING : new PetalSteps(open(engine, subject.graph()), batch);
                var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            String description = nothing ? NOTHING : engine.describe();
            answers.println(MARK + new Ready(work.parameters(), memory, description).line());
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                answers.println(MARK + round(work, Integer.parseInt(order)).line());
            }
        }
    }

    static Round round(Work work, int steps) throws IOException {
        double loss = 0;
        long processor = processorNanos();
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            loss = work.step();
        }
        long nanos = System.nanoTime() - start;
        return new Round(steps, nanos, processorNanos() - processor, loss, Memory.here());
    }

    private static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** The engine once it has computed, for some of its libraries are loaded no sooner: a model of 20 parameters. */
    private static Engine loaded(Engine engine) {
        byte[] model = new DenseModel(1).layer("logits", 10, () -> 0).bytes();
        open(engine, Graph.read(model)).close();
        return engine;
    }

    private static Network open(Engine engine, Graph graph) {
        return engine.open(graph, new ParameterSelection.All());
    }
}
