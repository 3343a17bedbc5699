// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3RaceIT extends RaceContract {

    private static S3Server server;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = new S3Server(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    ModelStore open() {
        return ModelStores.open(
                "s3://" + S3Server.BUCKET + "/races",
                options().endpoint(server.endpoint()).pathStyle(true));
    }
}
