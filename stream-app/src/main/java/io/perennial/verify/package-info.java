// SPDX-License-Identifier: Apache-2.0
/**
 * Whether an application keeps its word: the topics that enter and leave, read as any other consumer reads them, come in; what
 * became of every event, and the first thing that is wrong, goes out. It shares no code with the stages whose work it checks
 * but the formats. Read {@link io.perennial.verify.PartitionCheck}, {@link io.perennial.verify.History} and {@link
 * io.perennial.verify.TopicsRead}.
 */
package io.perennial.verify;
