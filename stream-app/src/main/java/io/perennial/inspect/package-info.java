// SPDX-License-Identifier: Apache-2.0
/** What a model is and whether it can be adapted, before anything runs. */
package io.perennial.inspect;
