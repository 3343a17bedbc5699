// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Sizes in bytes, plain or as {@code 512KiB}, {@code 1MiB}. */
public final class Bytes implements Converter<Integer> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,10})\\s*(|B|KiB|MiB|GiB)");

    @Override
    public Integer convert(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("expected a size in bytes, got \"" + text + "\"");
        }
        int shift =
                switch (form.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        try {
            return Math.toIntExact(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("expected less than 2 GiB, got \"" + text + "\"", e);
        }
    }
}
