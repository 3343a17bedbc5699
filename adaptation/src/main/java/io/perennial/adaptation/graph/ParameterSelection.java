// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which parameters learn: all of them, those of normalisation layers, or those whose name matches a pattern. */
public sealed interface ParameterSelection {

    /** Every trainable parameter. */
    record All() implements ParameterSelection {}

    /** Scale and shift of normalisation layers. */
    record Norm() implements ParameterSelection {}

    /** Scale and shift of normalisation layers where there are any, otherwise every trainable parameter. */
    record NormElseAll() implements ParameterSelection {}

    /** Parameters in whose name the regular expression is found. */
    record Named(Pattern pattern) implements ParameterSelection {}

    /** Reads {@code all}, {@code norm} or a regular expression. */
    static ParameterSelection parse(String text) {
        try {
            return switch (text) {
                case "all" -> new All();
                case "norm" -> new Norm();
                default -> new Named(Pattern.compile(text));
            };
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "parameters refused: expected all, norm or a regular expression, got \"" + text + "\": "
                            + e.getDescription(),
                    e);
        }
    }
}
