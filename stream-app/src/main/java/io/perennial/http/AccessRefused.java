// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

/** A request that is not answered; the message goes back, so it says nothing that the asker did not send. */
final class AccessRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    AccessRefused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
