// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of the class of an {@link Engine}: what is known of it before it loads its native libraries. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EngineName {

    /** {@link Engine#name}. */
    String value();

    /** A class of the library that it computes with; where that is missing, the build was made without the engine. */
    String needs();
}
