// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.util.List;

/** A reader of bytes from outside. What lies in the package of the reader it reads sees what the reader's neighbours see. */
public interface Target {

    /** What holds for every input. */
    Contract contract();

    /**
     * Reads, and where it was read, writes and reads again.
     *
     * @throws Exception the reader's refusal, as the contract has it
     */
    void read(byte[] input) throws Exception;

    /** Small inputs that are read, made by the writers of the format where there are any. */
    List<byte[]> seeds() throws Exception;
}
