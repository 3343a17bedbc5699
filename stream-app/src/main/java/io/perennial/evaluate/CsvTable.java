// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** A CSV with a header (RFC 4180): numbers, at most one column of labels and one of domains. */
final class CsvTable {

    private final List<String> header;
    private final int labelColumn;
    private final int segmentColumn;
    private final int[] features;
    private final CsvColumns columns;
    private final List<float[]> values = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<String> segments = new ArrayList<>();

    private CsvTable(List<String> header, CsvColumns columns) {
        this.header = header;
        this.columns = columns;
        labelColumn = columns.label(header);
        segmentColumn = columns.segment(header);
        boolean[] ignored = columns.ignored(header);
        int[] kept = new int[header.size()];
        int count = 0;
        for (int i = 0; i < header.size(); i++) {
            if (i != labelColumn && i != segmentColumn && !ignored[i]) {
                kept[count++] = i;
            }
        }
        features = Arrays.copyOf(kept, count);
    }

    static CsvTable read(byte[] file, CsvColumns columns) {
        try (MappingIterator<String[]> lines = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.TRIM_SPACES)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(file)) {
            if (!lines.hasNextValue()) {
                throw new IllegalArgumentException("CSV refused: expected a header, got an empty file");
            }
            CsvTable table = new CsvTable(header(lines.nextValue()), columns);
            while (lines.hasNextValue()) {
                int line = lines.getCurrentLocation().getLineNr();
                table.add(lines.nextValue(), line);
            }
            return table;
        } catch (IOException e) {
            String why = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
            throw new IllegalArgumentException("CSV refused: expected cells in UTF-8, got: " + why, e);
        }
    }

    /** Without the byte order mark that spreadsheets write. */
    private static List<String> header(String... cells) {
        cells[0] = cells[0].startsWith("\uFEFF") ? cells[0].substring(1) : cells[0];
        for (String cell : cells) {
            if (cell.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
                throw new IllegalArgumentException(
                        "CSV refused: expected a header with the names of the columns, got \"" + cell
                                + "\" in the first line; put names there");
            }
        }
        return List.of(cells);
    }

    private void add(String[] cells, int line) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("CSV refused: expected " + header.size()
                    + " cells as in the header, got " + cells.length + " [line " + line + "]");
        }
        float[] row = new float[features.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = number(cells[features[i]], header.get(features[i]), line);
        }
        values.add(row);
        if (labelColumn >= 0) {
            labels.add(cells[labelColumn]);
        }
        if (segmentColumn >= 0) {
            segments.add(cells[segmentColumn]);
        }
    }

    private static float number(String cell, String column, int line) {
        try {
            float value = Float.parseFloat(cell);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, like an infinite number.
        }
        throw new IllegalArgumentException("CSV refused: expected a number, got \"" + cell + "\" [column " + column
                + ", line " + line + "]; fill the gap, or leave the column out with --ignore-columns " + column);
    }

    Rows rows() {
        int length = features.length;
        float[] all = new float[Math.multiplyExact(values.size(), length)];
        for (int i = 0; i < values.size(); i++) {
            System.arraycopy(values.get(i), 0, all, i * length, length);
        }
        return new Rows.Floats(all, values.size(), length);
    }

    /** Null where there is no such column. Words are numbered as the classes are named, or else alphabetically. */
    int[] labels() {
        if (labelColumn < 0) {
            return null;
        }
        if (labels.stream().allMatch(label -> isUnknown(label) || label.matches("[0-9]{1,9}"))) {
            return labels.stream()
                    .mapToInt(label -> isUnknown(label) ? Recording.UNKNOWN : Integer.parseInt(label))
                    .toArray();
        }
        TreeSet<String> words = new TreeSet<>(labels);
        words.removeIf(CsvTable::isUnknown);
        List<String> classes = columns.classes().isEmpty() ? List.copyOf(words) : columns.classes();
        return labels.stream().mapToInt(label -> number(label, classes)).toArray();
    }

    private static boolean isUnknown(String label) {
        return label.isEmpty() || label.equals("-1");
    }

    private int number(String label, List<String> classes) {
        if (isUnknown(label)) {
            return Recording.UNKNOWN;
        }
        int number = classes.indexOf(label);
        if (number < 0) {
            throw new IllegalArgumentException("label refused: expected one of " + classes + ", got \"" + label
                    + "\" [column " + header.get(labelColumn) + "]");
        }
        return number;
    }

    Segments segments() {
        return segmentColumn < 0 ? null : Segments.of(segments.toArray(String[]::new));
    }
}
