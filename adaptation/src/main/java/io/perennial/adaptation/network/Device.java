// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.regex.Pattern;

/**
 * Where an engine computes.
 *
 * @param index of a CUDA device, counted from 0 as the driver does; -1 for the processor
 */
public record Device(int index) {

    /** The processor. */
    public static final Device CPU = new Device(-1);

    /** Of the configuration: the first CUDA device where there is one, else the processor. */
    public static final String AUTO = "auto";

    /** libtorch counts devices in a signed byte. */
    private static final int MOST = 127;

    private static final String PREFIX = "cuda:";
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,3}");

    public Device {
        if (index < -1 || index > MOST) {
            throw new IllegalArgumentException(
                    "device refused: expected an index from 0 to " + MOST + ", or -1 for the processor, got " + index);
        }
    }

    /**
     * @param text {@code cpu}, or {@code cuda:0} and so on
     * @throws IllegalArgumentException if it is another
     */
    public static Device parse(String text) {
        if (text.equals("cpu")) {
            return CPU;
        }
        String index = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
        if (!INDEX.matcher(index).matches() || Integer.parseInt(index) > MOST) {
            throw new IllegalArgumentException("score.device refused: expected auto, cpu, or cuda:0 to cuda:" + MOST
                    + ", got \"" + text + "\"; correct it, or leave it out for auto");
        }
        return new Device(Integer.parseInt(index));
    }

    public boolean isCuda() {
        return index >= 0;
    }

    /** As {@link #parse} takes it. */
    @Override
    public String toString() {
        return isCuda() ? PREFIX + index : "cpu";
    }
}
