// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a chart needs them: five digits, null where there is none. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(5, RoundingMode.HALF_EVEN);

    /** Whole numbers below this are written whole. */
    private static final double WHOLE = 1L << 53;

    private Numbers() {}

    static void write(JsonGenerator json, double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(new BigDecimal(value, DIGITS).toString());
        }
    }

    static void field(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        write(json, value);
    }
}
