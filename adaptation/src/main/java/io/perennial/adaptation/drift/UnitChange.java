// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Changes of unit that happen: x becomes factor x + offset. Only such are looked for, since nearly any drift looks like some
 * factor; and those of a foot, a mile or a pound are too near to what an ordinary drift is.
 */
record UnitChange(double factor, double offset) {

    /** Of the columns of a table. */
    static final List<UnitChange> OF_COLUMNS = all();

    /** Of images: bytes where shares were, and the other way round. */
    static final List<UnitChange> OF_IMAGES = List.of(new UnitChange(255, 0), new UnitChange(1 / 255.0, 0));

    private static List<UnitChange> all() {
        // Seconds, minutes, hours and days; bytes for shares; inch and millimetre; radians and degrees; mmHg and
        // pascal.
        double[] factors = {60, 3600, 86400, 255, 25.4, 180 / Math.PI, 133.322};
        Stream<Double> tens = IntStream.rangeClosed(1, 9).mapToObj(i -> Math.pow(10, i));
        Stream<UnitChange> scaled = Stream.concat(
                        tens, IntStream.range(0, factors.length).mapToObj(i -> factors[i]))
                .flatMap(factor -> Stream.of(new UnitChange(factor, 0), new UnitChange(1 / factor, 0)));
        Stream<UnitChange> temperatures = Stream.of(
                new UnitChange(1.8, 32), // Celsius to Fahrenheit
                new UnitChange(1 / 1.8, -32 / 1.8),
                new UnitChange(1, 273.15), // Celsius to kelvin
                new UnitChange(1, -273.15),
                new UnitChange(1 / 1.8, 459.67 / 1.8), // Fahrenheit to kelvin
                new UnitChange(1.8, -459.67));
        return Stream.of(scaled, temperatures, Stream.of(new UnitChange(-1, 0)))
                .flatMap(s -> s)
                .toList();
    }
}
