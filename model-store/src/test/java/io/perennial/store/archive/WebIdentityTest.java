// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

class WebIdentityTest {

    /** Without the module that asks for roles, it would not come as far as the token. */
    @Test
    void aRoleIsAskedForWithTheTokenThatTheClusterMounts(@TempDir Path directory) {
        WebIdentityTokenFileCredentialsProvider role = WebIdentityTokenFileCredentialsProvider.builder()
                .roleArn("arn:aws:iam::123456789012:role/perennial")
                .webIdentityTokenFile(directory.resolve("token"))
                .build();

        assertThatThrownBy(role::resolveCredentials).hasStackTraceContaining("NoSuchFileException");
    }
}
