// SPDX-License-Identifier: Apache-2.0
/** Other processes on this one's JVM, class path and options, so that what is compared shares neither heap nor compiled code. */
package io.perennial.benchmarks.process;
