// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import java.util.List;

/**
 * What predictions say of their model.
 *
 * @param labels names of the classes, in order of the model's output
 */
public record ServedModel(String name, String version, List<String> labels) {}
