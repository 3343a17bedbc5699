// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a broker of its own, as a parameter of type {@link KafkaUnderTest} or {@link Topics}.
 *
 * <p>The class is skipped, with the reason, where {@link KafkaUnderTest#SWITCH} asks for Docker and there is none.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaExtension.class)
public @interface WithKafka {}
