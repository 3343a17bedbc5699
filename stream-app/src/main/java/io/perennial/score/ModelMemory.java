// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

/**
 * What a model needs beside what is shared, in bytes.
 *
 * @param parameters native memory of one vector of those that learn, 4 P
 * @param vectors native memory that one partition holds
 * @param state what one partition learns, as it is kept on the heap; an upper bound where it would fill half of the heap
 * @param pass native memory that one event takes while the student computes its gradient
 */
public record ModelMemory(long parameters, long vectors, long state, long pass) {

    /** The same where vectors and passes lie in the memory of a GPU, which is counted elsewhere. */
    public ModelMemory onDevice() {
        return new ModelMemory(0, 0, state, 0);
    }
}
