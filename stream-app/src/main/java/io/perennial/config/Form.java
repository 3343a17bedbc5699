// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the value of a key may look like: in words, and as a check. */
final class Form {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern DOTS = Pattern.compile("\\.\\.?");

    private Form() {}

    /** In words, such as {@code an integer from 1 to 65536}. */
    static String of(Key key) {
        Class<?> type = key.type();
        if (type == boolean.class) {
            return "true or false";
        } else if (type.isEnum()) {
            return "one of " + key.choices();
        } else if (type == Duration.class) {
            return "a duration such as 500ms, 1s or 2m" + range(key, "ms");
        } else if (key.isBytes()) {
            return "a size such as 65536, 512KiB or 1MiB" + range(key, " bytes");
        } else if (type == int.class || type == long.class) {
            return "an integer" + range(key, "");
        } else if (type == double.class) {
            return "a number" + range(key, "");
        } else if (key.isName()) {
            return "at most 249 letters, digits, dots, dashes or underscores"
                    + (key.isOptional() ? ", or nothing" : "");
        }
        return "a text";
    }

    private static String range(Key key, String unit) {
        Range range = key.range();
        return range == null ? "" : ", from " + number(range.min()) + " to " + number(range.max()) + unit;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static boolean accepts(Key key, String value) {
        if (value.isBlank()) {
            return key.isOptional();
        }
        try {
            return acceptsText(key, value.strip());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean acceptsText(Key key, String value) {
        Class<?> type = key.type();
        if (type == boolean.class) {
            return value.equals("true") || value.equals("false");
        } else if (type.isEnum()) {
            return isConstant(type, value);
        } else if (type == Duration.class) {
            return inRange(key, (double) new Durations().convert(value).toMillis());
        } else if (key.isBytes()) {
            return inRange(key, new Bytes().convert(value));
        } else if (type == int.class) {
            return inRange(key, Integer.parseInt(value));
        } else if (type == long.class) {
            return inRange(key, (double) Long.parseLong(value));
        } else if (type == double.class) {
            return inRange(key, Double.parseDouble(value));
        }
        return !key.isName()
                || (NAME.matcher(value).matches() && !DOTS.matcher(value).matches());
    }

    private static boolean isConstant(Class<?> type, String value) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant)
                    .name()
                    .equals(value.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return true;
            }
        }
        return false;
    }

    private static boolean inRange(Key key, double value) {
        Range range = key.range();
        return range == null || (value >= range.min() && value <= range.max());
    }
}
