// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.micrometer.core.instrument.Meter;

/**
 * Which meters of a name are meant.
 *
 * @param tag null for all of them
 * @param value of that tag
 */
record Tagged(String tag, String value) {

    static final Tagged ANY = new Tagged(null, null);

    boolean fits(Meter.Id id) {
        return tag == null || value.equals(id.getTag(tag));
    }
}
