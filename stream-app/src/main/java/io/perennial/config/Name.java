// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A text that Kafka must accept as the name of a topic or a group. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Name {}
