// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.perennial.observe.Happenings;
import java.time.Instant;

/** A dead letter and when the page was told of it. */
record ToldLetter(Instant at, Happenings.DeadRecord letter) {}
