// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

/** Words for an exception on the command line. */
final class Failure {

    private Failure() {}

    /** The message with those of its causes, without stack traces; the class where there is no message. */
    static String message(Throwable failure) {
        StringBuilder text = new StringBuilder("perennial: ");
        String last = "";
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
            if (!last.contains(message)) {
                text.append(last.isEmpty() ? "" : "\n  because ").append(message);
                last = message;
            }
        }
        return text.toString();
    }
}
