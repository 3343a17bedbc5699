// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The values of one pass by name: lent ones that outlive it, and its own, which it frees as soon as they are dead. */
final class Values implements AutoCloseable {

    private final Map<String, Value<Tensor>> lent;
    private final Map<String, Value<Tensor>> own = new HashMap<>();

    /** @param lent constants and parameters; not closed here */
    Values(Map<String, Value<Tensor>> lent) {
        this.lent = lent;
    }

    Value<Tensor> get(String name) {
        Value<Tensor> value = own.get(name);
        return value != null ? value : lent.get(name);
    }

    /** Keeps a value past the scope it was computed in, by a handle of its own: operators may return what they got. */
    void keep(String name, Value<Tensor> value) {
        own.put(name, owned(value));
    }

    /** Hands a value to the caller, who closes it. */
    Value<Tensor> take(String name) {
        Value<Tensor> value = own.remove(name);
        return value != null ? value : owned(lent.get(name));
    }

    void free(String name) {
        free(own.remove(name));
    }

    @Override
    public void close() {
        own.values().forEach(Values::free);
        own.clear();
    }

    static void free(Value<Tensor> value) {
        if (value instanceof Real<Tensor> real) {
            real.tensor().close();
        }
    }

    private static Value<Tensor> owned(Value<Tensor> value) {
        return value instanceof Real<Tensor> real ? new Real<>(new Tensor(real.tensor()).retainReference()) : value;
    }
}
