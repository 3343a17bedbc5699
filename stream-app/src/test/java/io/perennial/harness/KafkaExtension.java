// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the broker before a class and hands it over; JUnit's store closes it after the class. */
final class KafkaExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return KafkaUnderTest.obstacle()
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("a broker can be started"));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        var store = context.getStore(NAMESPACE);
        if (store.get(KafkaUnderTest.class) == null) { // a nested class has that of the class around it
            store.put(KafkaUnderTest.class, KafkaUnderTest.start());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KafkaUnderTest.class || type == Topics.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var kafka = context.getStore(NAMESPACE).get(KafkaUnderTest.class, KafkaUnderTest.class);
        return parameter.getParameter().getType() == Topics.class ? new Topics(kafka.bootstrapServers()) : kafka;
    }
}
