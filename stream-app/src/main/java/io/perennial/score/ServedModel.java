// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import java.util.List;
import java.util.Map;

/**
 * What predictions and checkpoints say of their model.
 *
 * @param name of the bundle
 * @param version of the bundle
 * @param sha256 of the model's bytes
 * @param labels names of the classes, in order of the model's output
 * @param method that adapts it
 * @param settings of that method that decide what it learns
 * @param application that serves it
 * @param calibration of its source
 */
public record ServedModel(
        String name,
        String version,
        String sha256,
        List<String> labels,
        String method,
        Map<String, String> settings,
        String application,
        SourceCalibration calibration) {

    /** As {@link io.perennial.store.Bundle#id}. */
    public String id() {
        return name + "@" + version;
    }
}
