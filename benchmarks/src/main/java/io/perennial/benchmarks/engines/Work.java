// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

/** What a worker repeats. */
interface Work extends AutoCloseable {

    /** The baseline: neither an engine nor a model. */
    Work NOTHING = new Work() {
        @Override
        public int parameters() {
            return 0;
        }

        @Override
        public double step() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /** Values that learn, P. */
    int parameters();

    /** One step. Returns its loss, in nats. */
    double step();

    @Override
    void close();
}
