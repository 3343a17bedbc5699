// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.function.Supplier;

/** Work that is done by the one who asks for it. */
final class Later<A> implements Network.Begun<A> {

    private Supplier<A> work;

    Later(Supplier<A> work) {
        this.work = work;
    }

    @Override
    public A get() {
        if (work == null) {
            throw new IllegalStateException("work refused: expected to be asked for once while open, got another call");
        }
        Supplier<A> once = work;
        work = null;
        return once.get();
    }

    @Override
    public void close() {
        work = null;
    }
}
