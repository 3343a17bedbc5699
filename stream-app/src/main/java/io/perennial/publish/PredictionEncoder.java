// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.config.PublishSettings;

/** A prediction as the payload of a record. */
@FunctionalInterface
public interface PredictionEncoder {

    byte[] encode(Prediction prediction);

    /** The encoder of a format. */
    static PredictionEncoder of(PublishSettings.Format format) {
        return switch (format) {
            case JSON -> PredictionJson::encode;
            case V2 -> PredictionV2::encode;
        };
    }
}
