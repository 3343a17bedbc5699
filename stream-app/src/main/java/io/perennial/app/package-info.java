// SPDX-License-Identifier: Apache-2.0
/**
 * The command line. Arguments enter; a running application, or a table on standard output and an exit status, leave.
 *
 * <p>Read first: {@code Main}, {@code PerennialApp}, {@code RunCommand}.
 */
package io.perennial.app;
