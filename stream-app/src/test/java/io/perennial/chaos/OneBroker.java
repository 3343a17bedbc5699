// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import io.perennial.broker.BrokerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Trials on one broker that nothing is done to, each with an application of its own. */
abstract class OneBroker {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path brokerDirectory;

    private static BrokerProcess broker;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerProcess.start(brokerDirectory, Recovery.BROKER);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    String brokers() {
        return broker.bootstrapServers();
    }

    Trial trial(String fault, String application, String... settings) throws Exception {
        return Trial.begin(fault, application, brokers(), directory, settings);
    }
}
