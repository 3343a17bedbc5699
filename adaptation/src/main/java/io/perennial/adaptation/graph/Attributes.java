// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attributes of one node, by name. Asking for one with another type than the file's is refused. */
public final class Attributes {

    private final Map<String, Object> values = new HashMap<>();
    private final String where;

    Attributes(List<AttributeProto> attributes, String where) {
        this.where = where;
        for (AttributeProto attribute : attributes) {
            values.put(attribute.getName(), value(attribute));
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public long integer(String name, long otherwise) {
        return value(name, Long.class, otherwise);
    }

    public float number(String name, float otherwise) {
        return value(name, Float.class, otherwise);
    }

    public String text(String name, String otherwise) {
        return value(name, String.class, otherwise);
    }

    @SuppressWarnings("unchecked") // lists are made of texts alone, below
    public List<String> texts(String name, List<String> otherwise) {
        return (List<String>) value(name, List.class, otherwise);
    }

    public long[] integers(String name, long... otherwise) {
        return value(name, long[].class, otherwise).clone();
    }

    public float[] numbers(String name, float... otherwise) {
        return value(name, float[].class, otherwise).clone();
    }

    /** @throws InvalidModelException if it is not there */
    public Constant constant(String name) {
        if (!has(name)) {
            throw new InvalidModelException(
                    "model refused: expected attribute " + name + ", got " + values.keySet() + " [" + where + "]");
        }
        return value(name, Constant.class, null);
    }

    private <T> T value(String name, Class<T> type, T otherwise) {
        Object value = values.getOrDefault(name, otherwise);
        if (!type.isInstance(value)) {
            throw new InvalidModelException("model refused: expected attribute " + name + " of type "
                    + type.getSimpleName() + ", got " + value.getClass().getSimpleName() + " [" + where + "]");
        }
        return type.cast(value);
    }

    private Object value(AttributeProto attribute) {
        return switch (attribute.getType()) {
            case INT -> attribute.getI();
            case FLOAT -> attribute.getF();
            case STRING -> attribute.getS().toStringUtf8();
            case INTS ->
                attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
            case FLOATS -> floats(attribute);
            case STRINGS ->
                attribute.getStringsList().stream()
                        .map(ByteString::toStringUtf8)
                        .toList();
            case TENSOR -> new Constant(attribute.getT(), where + " attribute " + attribute.getName());
            // Kept so that an engine can refuse the operator by name; no supported operator has such attributes.
            default -> attribute.getType();
        };
    }

    private static float[] floats(AttributeProto attribute) {
        var values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = attribute.getFloats(i);
        }
        return values;
    }

    /** For messages. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append('=')
                .append(value instanceof long[] many ? Arrays.toString(many) : value));
        return text.toString();
    }
}
