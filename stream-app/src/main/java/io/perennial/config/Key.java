// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One key of the configuration, read off its accessor.
 *
 * @param name as in the file, such as {@code tensor.batch-size}
 * @param accessor the annotated method of its group
 */
record Key(String name, Method accessor) {

    String doc() {
        return accessor.getAnnotation(Doc.class).value();
    }

    /** The default as it is mapped, or null. */
    String defaultValue() {
        WithDefault value = accessor.getAnnotation(WithDefault.class);
        return value == null ? null : value.value();
    }

    Range range() {
        return accessor.getAnnotation(Range.class);
    }

    boolean isName() {
        return accessor.isAnnotationPresent(Name.class);
    }

    /** A group whose keys are free, named by what follows. */
    boolean isMap() {
        return accessor.getReturnType() == Map.class;
    }

    boolean isOptional() {
        return accessor.getReturnType() == Optional.class;
    }

    boolean isBytes() {
        WithConverter converter = accessor.getAnnotation(WithConverter.class);
        return converter != null && converter.value() == Bytes.class;
    }

    Class<?> type() {
        return isOptional()
                ? (Class<?>) ((ParameterizedType) accessor.getGenericReturnType()).getActualTypeArguments()[0]
                : accessor.getReturnType();
    }

    /** The name in the environment, such as {@code PERENNIAL_TENSOR_BATCH_SIZE}. */
    String environmentName() {
        return (Mapping.PREFIX + "." + name).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** The constants of an enumeration as they stand in the file. */
    String choices() {
        return Arrays.stream(type().getEnumConstants()).map(Key::text).collect(Collectors.joining(", "));
    }

    private static String text(Object constant) {
        String name = ((Enum<?>) constant).name();
        String text = constant.toString();
        return text.equals(name) ? name.toLowerCase(Locale.ROOT).replace('_', '-') : text;
    }
}
