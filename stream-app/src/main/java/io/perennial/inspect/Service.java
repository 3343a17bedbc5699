// SPDX-License-Identifier: Apache-2.0
package io.perennial.inspect;

import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.view.Views;

/**
 * How a model would be served.
 *
 * @param method with the size of a micro-batch
 * @param selection the parameters that would learn
 */
public record Service(MethodSpec method, ParameterSelection selection, Views views) {}
