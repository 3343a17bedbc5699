// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

/** Where detectors keep what they know; values of less than 1 MB. */
public interface DriftState {

    /** Null for nothing. */
    byte[] get(String key);

    /** @param value null to delete */
    void put(String key, byte[] value);
}
