// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

import java.util.Objects;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One right on the cluster.
 *
 * @param name of the resource, or with {@code PREFIXED} what its name begins with
 * @param why it is needed, for people
 */
public record AccessNeeded(ResourceType type, PatternType pattern, String name, AclOperation operation, String why) {

    /** @throws NullPointerException if something is missing */
    public AccessNeeded {
        Objects.requireNonNull(type);
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(name);
        Objects.requireNonNull(operation);
        Objects.requireNonNull(why);
    }

    static AccessNeeded topic(String name, AclOperation operation, String why) {
        return new AccessNeeded(ResourceType.TOPIC, PatternType.LITERAL, name, operation, why);
    }

    /**
     * The right as Kafka keeps it.
     *
     * @param principal such as {@code User:perennial}
     * @param host that it connects from, {@code *} for any
     */
    public AclBinding binding(String principal, String host) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry(principal, host, operation, AclPermissionType.ALLOW));
    }
}
