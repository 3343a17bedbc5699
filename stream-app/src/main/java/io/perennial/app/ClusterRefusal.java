// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Settings;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Words for a cluster that does not let us in: which key of the configuration it is about, or which right. */
final class ClusterRefusal {

    private static final String ACLS =
            "; perennial acls --config FILE --principal User:NAME lists what an administrator has to allow";

    private ClusterRefusal() {}

    /** The failure with the way out before it, where it is about who we are or what we may; otherwise as one of the cluster. */
    static RuntimeException explained(Throwable failure) {
        return words(failure)
                .map(words -> new IllegalStateException(words, failure))
                .orElseGet(() -> new IllegalStateException(
                        "the cluster does not answer; check kafka.bootstrap.servers and kafka.security.protocol",
                        failure));
    }

    /** What to do; empty where the failure, and what caused it, is of another kind. */
    static Optional<String> words(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String words = of(t);
            if (words != null) {
                return Optional.of(words);
            }
        }
        return Optional.empty();
    }

    private static String of(Throwable t) {
        if (t instanceof SslAuthenticationException || t instanceof SSLException) {
            return "TLS refused: expected certificates that both sides trust; check kafka.ssl.truststore.* (who signed the"
                    + " broker's), that the broker's names the host that we connect to, and kafka.ssl.keystore.* (ours, where"
                    + " the cluster asks for one)";
        }
        if (t instanceof UnsupportedSaslMechanismException) {
            return "login refused: expected a mechanism that the listener has; check kafka.sasl.mechanism";
        }
        if (t instanceof SaslAuthenticationException || t instanceof LoginException) {
            return "login refused: expected an account that the cluster knows; check kafka.sasl.jaas.config (name and"
                    + " password, or client id and secret), kafka.sasl.mechanism and, with OAUTHBEARER,"
                    + " kafka.sasl.oauthbearer.token.endpoint.url";
        }
        if (t instanceof AuthenticationException) {
            return "authentication refused; check kafka.security.protocol and kafka.sasl.*";
        }
        if (t instanceof TransactionalIdAuthorizationException) {
            return "access refused: expected WRITE on the transactional ids of the application" + ACLS;
        }
        if (t instanceof AuthorizationException || saysSo(t)) {
            return "access refused: expected the rights of the application, and its internal topics created by perennial topics"
                    + " create" + ACLS;
        }
        if (isTooLongATransaction(t)) {
            return "transactions refused: expected publish.commit-interval and 10 s to be no more than the brokers allow"
                    + " (transaction.max.timeout.ms, 15 minutes by default); set publish.commit-interval to less";
        }
        if (t instanceof InvalidConfigurationException) {
            return "client properties refused; check kafka.ssl.* and kafka.sasl.*: certificates and keys are PEM text,"
                    + " or files that can be read";
        }
        return null;
    }

    /** A commit whose offsets are refused comes as an exception of no particular kind. */
    private static boolean saysSo(Throwable t) {
        return t instanceof KafkaException
                && t.getMessage() != null
                && t.getMessage().contains("authorization failed");
    }

    /** The producer wraps what the broker answers into an exception of no particular kind. */
    private static boolean isTooLongATransaction(Throwable t) {
        return t instanceof KafkaException
                && t.getMessage() != null
                && t.getMessage().contains("transaction.max.timeout.ms");
    }

    /** What a right on a topic was expected for, and got, in words. */
    static String topic(String expected, String name, Object got, Settings settings) {
        return "access refused: expected " + expected + " on topic " + name + " for "
                + settings.application().id() + ", got " + got + ACLS;
    }
}
