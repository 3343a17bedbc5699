// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class DriftTest {
    private final DigitRecords digits = new DigitRecords("perennial.events");

    @Test
    void look() throws IOException {
        try (Driver driver =
                Driver.open("tensor.batch-size", "64", "adapt.method", System.getProperty("m", "petal-fim"))) {
            for (long i = 0; i < 8192; i++) {
                driver.send(digits.good(i));
            }
            for (TestRecord<byte[], byte[]> record : driver.drift()) {
                System.out.println(new String(record.value(), UTF_8));
            }
            System.out.println(driver.dump());
        }
    }
}
