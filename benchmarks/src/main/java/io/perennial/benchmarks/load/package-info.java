// SPDX-License-Identifier: Apache-2.0
/** Whether an application keeps up with more than it can adapt to, on an embedded broker. */
package io.perennial.benchmarks.load;
