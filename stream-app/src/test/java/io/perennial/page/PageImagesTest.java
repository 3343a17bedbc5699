// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageImagesTest {

    private static final Path IMAGES = Path.of("..", "docs", "images");

    private static final String REFRESH = "./mvnw -pl stream-app -am verify -Dtest=NONE"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=PageIT -Dfailsafe.failIfNoSpecifiedTests=false"
            + " -Dperennial.refresh-docs=true";

    @Test
    void thePicturesAreOfThePageAsItIs() throws IOException {
        assertThat(Files.readString(IMAGES.resolve(PageImages.RECORD)).trim())
                .as("the page has changed since its pictures were taken; look at it, and take them again with: "
                        + REFRESH)
                .isEqualTo(PageImages.sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page-light.png", "page-dark.png"})
    void thePicturesAreThere(String name) throws IOException {
        byte[] picture = Files.readAllBytes(IMAGES.resolve(name));
        assertThat(picture).startsWith(0x89, 'P', 'N', 'G').hasSizeBetween(20_000, 600_000);
    }
}
