// SPDX-License-Identifier: Apache-2.0

/** The image that the build made: unpacked and started here, and as a container where a daemon is. */
package io.perennial.deploy.image;
