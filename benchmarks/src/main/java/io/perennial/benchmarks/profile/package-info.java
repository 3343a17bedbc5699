// SPDX-License-Identifier: Apache-2.0
/**
 * Where the time of a benchmark goes: a profiler takes samples of the stacks, of this process or of one that is started
 * with its option, and writes a recording; the tables of the frames that had the processor leave. The only home of
 * async-profiler and of the JDK's Flight Recorder.
 *
 * <p>Read first: {@code Profiler}, {@code Profile}.
 */
package io.perennial.benchmarks.profile;
