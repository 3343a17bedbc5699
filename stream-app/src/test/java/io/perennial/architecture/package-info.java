// SPDX-License-Identifier: Apache-2.0

/**
 * The rules of who may know whom, over every class of the product.
 *
 * <p>In: the compiled classes of all modules. Out: a failed test that names the class and the line. Read first: {@link
 * io.perennial.architecture.ModuleRulesTest}.
 */
package io.perennial.architecture;
