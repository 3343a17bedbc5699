// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

/**
 * A trainable parameter.
 *
 * @param constant its name, shape and values in the model
 * @param norm whether it is scale or shift of a normalisation layer
 */
public record Parameter(Constant constant, boolean norm) {

    public String name() {
        return constant.name();
    }
}
