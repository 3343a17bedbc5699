// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.source;

/** An engine does not compute the function that ONNX Runtime computes from the same file. */
public final class EngineMismatchException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    EngineMismatchException(String message) {
        super(message);
    }
}
