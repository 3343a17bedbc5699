// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** A duration with its unit, as in the configuration. */
final class TimeOption implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return new Durations().convert(text);
    }
}
