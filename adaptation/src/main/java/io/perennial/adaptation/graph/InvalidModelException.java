// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

/** The bytes are no sound ONNX classifier; the message says what was expected, what was found, and where. */
public final class InvalidModelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public InvalidModelException(String message) {
        super(message);
    }

    public InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
