// SPDX-License-Identifier: Apache-2.0

/** What an instance needs: memory and processor time, by parameters and partitions. */
package io.perennial.benchmarks.sizing;
