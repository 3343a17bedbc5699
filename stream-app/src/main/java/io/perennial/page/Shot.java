// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.perennial.observe.Happenings;

/**
 * What is kept of an event: a small picture instead of its values, which may be a hundred times as large.
 */
record Shot(
        String id,
        String label,
        float confidence,
        float entropy,
        boolean disagrees,
        boolean abstains,
        Thumbnail picture) {

    /** @param shape of the event's values, of which {@link Thumbnail#isImage} holds */
    static Shot of(Happenings.Seen event, int... shape) {
        return new Shot(
                event.id(),
                event.label(),
                event.confidence(),
                event.entropy(),
                event.disagrees(),
                event.abstains(),
                Thumbnail.of(event.values(), shape));
    }
}
