// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

/** Numeric tensor types of the Open Inference Protocol v2 that can be shown to a float32 model. */
enum V2Datatype {
    FP32(-Float.MAX_VALUE, Float.MAX_VALUE, false),
    FP64(-Float.MAX_VALUE, Float.MAX_VALUE, false),
    INT8(-0x1p7, 0x1p7 - 1, true),
    INT16(-0x1p15, 0x1p15 - 1, true),
    INT32(-0x1p31, 0x1p31, true), // limits as float32 rounds them
    INT64(-0x1p63, 0x1p63, true),
    UINT8(0, 0x1p8 - 1, true),
    UINT16(0, 0x1p16 - 1, true),
    UINT32(0, 0x1p32, true),
    UINT64(0, 0x1p64, true);

    private final double least;
    private final double most;
    private final boolean integral;

    V2Datatype(double least, double most, boolean integral) {
        this.least = least;
        this.most = most;
        this.integral = integral;
    }

    static V2Datatype of(String name) throws EventRefused {
        for (V2Datatype type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw refused("FP32, FP64, INT8 to INT64 or UINT8 to UINT64", Quoted.of(name));
    }

    void check(float[] values, boolean allIntegers) throws EventRefused {
        if (integral && !allIntegers) {
            throw refused(this + " values", "a number with a fraction or an exponent");
        }
        for (float value : values) {
            if (value < least || value > most) {
                throw refused(this + " values", Float.toString(value));
            }
        }
    }

    private static EventRefused refused(String expected, String got) {
        return EventRefused.because(
                Refusal.WRONG_DATATYPE, "tensor datatype does not fit", expected, got, "send the input as FP32");
    }
}
