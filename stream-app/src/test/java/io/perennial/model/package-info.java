// SPDX-License-Identifier: Apache-2.0

/**
 * A model of what can happen to a partition, small enough to look at every state that it can reach, however its events, steps,
 * commits, crashes, commands and rebalances follow one another. It is not the service: what it holds of the design, the
 * integration tests with their killed processes hold of the code, in the few orders in which they happen to come.
 *
 * <p>In: {@code Rules}, which say how many of what, and what is built wrong on purpose. Out: how many states there are, and the
 * shortest way to one that breaks an {@code Invariants}.
 *
 * <table>
 * <caption>What stands for what</caption>
 * <tr><th>here</th><th>in the service</th></tr>
 * <tr><td>reads, has waited for long enough, begins, takes up</td><td>{@code TensorProcessor} over {@code PendingEvents}</td></tr>
 * <tr><td>predicts</td><td>{@code ScoreProcessor} and {@code PublishProcessor}: the prediction is forwarded first</td></tr>
 * <tr><td>learns, writes half, writes the other half</td><td>{@code AdaptProcessor} with {@code CheckpointPolicy} over
 * {@code WeightsStore}: chunks, then the index with the lineage</td></tr>
 * <tr><td>begins a step, has learned beside, takes over</td><td>{@code ImmediateProcessor} with {@code StepsBeside}; the snapshot
 * that answers is that of {@code EventScorer}</td></tr>
 * <tr><td>listens, passes by, rolls back</td><td>{@code Steering}; the rollback is acknowledged on the drift topic</td></tr>
 * <tr><td>offers a checkpoint</td><td>{@code Checkpoints.offer} in {@code AdaptProcessor}: outside of every transaction</td></tr>
 * <tr><td>commits</td><td>Kafka Streams under {@code exactly_once_v2}, between two records: offsets, answers and changelogs</td></tr>
 * <tr><td>crashes, takes the partition</td><td>the transaction is aborted, and the successor restores what was committed</td></tr>
 * <tr><td>is given the partition, is fenced</td><td>a rebalance; the former owner goes on until it commits with an old
 * generation of the group</td></tr>
 * </table>
 *
 * <p>Left out: what fails in words (a refused checkpoint, a newer store format), more than one command, the backlog that overflows,
 * newer bundles, at-least-once.
 *
 * <p>Read first: {@link io.perennial.model.PartitionModel}, {@link io.perennial.model.TaskMoves}, {@link
 * io.perennial.model.Invariants}.
 */
package io.perennial.model;
