// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.perennial.store.InputContract;
import java.util.Optional;

/**
 * What the page is about and what it may show.
 *
 * @param application its id
 * @param bundle name and version of the first model that is served
 * @param method that adapts it
 * @param input of the model
 * @param learns whether the configuration lets the model learn
 * @param events whether recent events may be shown
 * @param control whether commands are taken
 * @param checkpoints where they are listed from; empty without a store
 */
public record Shown(
        String application,
        String bundle,
        String method,
        InputContract input,
        boolean learns,
        boolean events,
        boolean control,
        Optional<CheckpointSource> checkpoints) {

    /** Recent events are pictures, and may be shown. */
    boolean showsPictures() {
        return events && Thumbnail.isImage(input.shape());
    }
}
