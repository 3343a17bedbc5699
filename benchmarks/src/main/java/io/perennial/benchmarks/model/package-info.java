// SPDX-License-Identifier: Apache-2.0

/** Models of any size for the other benchmarks. */
package io.perennial.benchmarks.model;
