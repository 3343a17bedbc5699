// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authoriser, which also remembers what it would write to its audit log. Brokers load it by name. */
public final class RecordingAuthorizer extends StandardAuthorizer {

    private static final Queue<Decision> DECISIONS = new ConcurrentLinkedQueue<>();

    /** One answer. */
    public record Decision(String principal, ResourceType type, String name, AclOperation operation, boolean allowed) {}

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            boolean allowed = results.get(i) == AuthorizationResult.ALLOWED;
            if (allowed ? action.logIfAllowed() : action.logIfDenied()) {
                DECISIONS.add(new Decision(
                        context.principal().toString(),
                        action.resourcePattern().resourceType(),
                        action.resourcePattern().name(),
                        action.operation(),
                        allowed));
            }
        }
        return results;
    }

    /** What one principal asked for, in this JVM, until now. */
    public static Set<Decision> decisions(String principal) {
        return DECISIONS.stream()
                .filter(decision -> decision.principal().equals(principal))
                .collect(Collectors.toSet());
    }

    /** Forgets all of it. */
    public static void forget() {
        DECISIONS.clear();
    }
}
