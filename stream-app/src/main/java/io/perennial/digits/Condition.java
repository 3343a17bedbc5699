// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import java.util.random.RandomGenerator;

/**
 * What the world does to an image [8, 8] of ink in [0, 1], from severity 0 (nothing) to 1. Full severities were chosen
 * so that the untouched model fails and statistics of the stream's own batches repair most of it; the measured errors
 * are in {@code examples/digits/README.md}.
 */
enum Condition {
    CLEAN {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {}
    },
    /** The lamp fades to a fifth. */
    DARKNESS {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {
            Pixels.scale(image, 1 - 0.8 * severity, 0);
        }
    },
    /** White air that thickens, unevenly: a slope in a direction of its own for each image. */
    FOG {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {
            double thickness = 0.56 * severity;
            Pixels.scale(image, 1 - thickness, thickness);
            Pixels.addSlope(image, thickness / 2, 2 * Math.PI * random.nextDouble());
        }
    },
    /** A sensor in low light: the signal fades to a quarter and the noise stays. */
    NOISE {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {
            Pixels.scale(image, 1 - 0.75 * severity, 0);
            Pixels.addNoise(image, 0.075 * severity, random);
        }
    },
    /** A camera that has turned by 20 degrees. */
    ROTATION {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {
            Pixels.rotate(image, Math.toRadians(20 * severity));
        }
    },
    /** Everything moves towards middle grey. */
    CONTRAST {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {
            double kept = 1 - 0.78 * severity;
            Pixels.scale(image, kept, 0.5 * (1 - kept));
        }
    },
    /** A lens out of focus. */
    BLUR {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {
            Pixels.blur(image, 1.0 * severity);
        }
    },
    /** An amplifier turned up, whose black level drops below zero. */
    GAIN {
        @Override
        void apply(float[] image, double severity, RandomGenerator random) {
            Pixels.scale(image, 1 + 0.8 * severity, -1.3 * severity);
        }
    };

    abstract void apply(float[] image, double severity, RandomGenerator random);
}
