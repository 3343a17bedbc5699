// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values a number may have, both ends included; bytes for sizes, milliseconds for durations. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Range {
    double min();

    double max();
}
