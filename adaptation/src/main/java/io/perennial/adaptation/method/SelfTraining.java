// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;

/** Cross-entropy of the student with a teacher's soft labels: values and closed-form gradients (petal.md step 6). */
enum SelfTraining {
    /** H = -mean over the batch of sum_c t_c log z_c, as on CIFAR. */
    CROSS_ENTROPY {
        @Override
        double loss(Probabilities teacher, Probabilities student) {
            return crossEntropy(teacher, student);
        }

        @Override
        Logits gradient(Probabilities teacher, Probabilities student) {
            float[] gradient = new float[student.values().length];
            float scale = 1f / student.size();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = (student.values()[i] - teacher.values()[i]) * scale;
            }
            return new Logits(gradient, student.classes());
        }
    },

    /** The mean of both directions, as on ImageNet; the teacher is constant in both. */
    SYMMETRIC {
        @Override
        double loss(Probabilities teacher, Probabilities student) {
            return (crossEntropy(teacher, student) + crossEntropy(student, teacher)) / 2;
        }

        /** d/dz_k of -sum_c z_c log t_c is -z_k (log t_k - sum_c z_c log t_c). */
        @Override
        Logits gradient(Probabilities teacher, Probabilities student) {
            float[] gradient = CROSS_ENTROPY.gradient(teacher, student).values();
            int classes = student.classes();
            for (int event = 0; event < student.size(); event++) {
                double mean = 0;
                for (int c = 0; c < classes; c++) {
                    mean += student.at(event, c) * log(teacher.at(event, c));
                }
                for (int c = 0; c < classes; c++) {
                    double reverse = -student.at(event, c) * (log(teacher.at(event, c)) - mean) / student.size();
                    int i = event * classes + c;
                    gradient[i] = (float) ((gradient[i] + reverse) / 2);
                }
            }
            return new Logits(gradient, classes);
        }
    };

    /** Mean over the batch, in nats. */
    abstract double loss(Probabilities teacher, Probabilities student);

    /** Of the loss with respect to the student's logits, [B, C]. */
    abstract Logits gradient(Probabilities teacher, Probabilities student);

    private static double crossEntropy(Probabilities of, Probabilities in) {
        double sum = 0;
        for (int i = 0; i < of.values().length; i++) {
            sum -= of.values()[i] * log(in.values()[i]);
        }
        return sum / of.size();
    }

    /** Floored at the smallest normal float, since float32 softmax can underflow to 0. */
    private static double log(float p) {
        return Math.log(Math.max(p, Float.MIN_NORMAL));
    }
}
