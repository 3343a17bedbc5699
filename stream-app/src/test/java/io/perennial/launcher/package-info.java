// SPDX-License-Identifier: Apache-2.0

/**
 * The launcher script, run in a checkout that has a Maven and a Java of paper.
 *
 * <p>In: the script {@code perennial} of this checkout. Out: what it builds and the command line it ends in. Read first:
 * {@link io.perennial.launcher.LauncherIT}, {@link io.perennial.launcher.PaperCheckout}.
 */
package io.perennial.launcher;
