// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.util.Locale;

/** Why a record is not an event. The names are metric tags and header values: few, and for ever. */
public enum Refusal {
    /** The record has no value. */
    TOMBSTONE,
    /** The value has no bytes, or only white space. */
    EMPTY,
    /** The value has more bytes than {@code record.max-bytes}. */
    OVERSIZED,
    /** The header {@code content-type} names a format that is not read here. */
    UNKNOWN_CONTENT_TYPE,
    /** The bytes are not one JSON value: malformed, cut off, a duplicate key, or text after the end. */
    NOT_JSON,
    /** JSON beyond what any event needs: nesting, or the length of a number or of a name. */
    BEYOND_LIMITS,
    /** JSON, but no values where they belong, or more than one candidate. */
    MISSING_VALUES,
    /** A tensor for an input that the model does not have. */
    UNKNOWN_INPUT,
    /** A data type that is not read here, or a value outside its data type. */
    WRONG_DATATYPE,
    /** Too many values, too few, or in another shape than the model's input. */
    WRONG_SHAPE,
    /** NaN, infinite (also by overflow of float32), null, text, or a boolean where a number belongs. */
    NOT_A_NUMBER,
    /** A number outside the range that the model was made for. */
    OUT_OF_RANGE,
    /** An event id that is empty, too long, not UTF-8, or has control characters. */
    BAD_ID,
    /** A label that is not one of the model's classes. */
    BAD_LABEL;

    private final String tag = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The kebab-case name, as in metrics and in the header {@code perennial-error-reason}. */
    public String tag() {
        return tag;
    }
}
