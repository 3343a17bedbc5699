// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThumbnailTest {

    @Test
    void isWhatTheEventIsFromItsLeastToItsGreatestValue() {
        float[] values = new float[16];
        values[0] = -2;
        values[15] = 2;
        Thumbnail picture = Thumbnail.of(values, 1, 4, 4);

        assertThat(picture.width()).isEqualTo(4);
        assertThat(picture.height()).isEqualTo(4);
        assertThat(picture.channels()).isEqualTo(1);
        assertThat(picture.pixels()).startsWith(0, 128, 128).endsWith(128, 255);
    }

    @Test
    void takesChannelsApartPixelByPixel() {
        float[] values = new float[48];
        Arrays.fill(values, 0, 16, 1f);
        Arrays.fill(values, 32, 48, 0.5f);

        assertThat(Thumbnail.of(values, 3, 4, 4).pixels()).startsWith(255, 0, 128, 255, 0, 128);
    }

    @Test
    void makesLargeImagesSmallByTheMean() {
        int size = 2 * Thumbnail.LARGEST;
        float[] values = new float[size * size];
        values[0] = 1; // one of four values of the first pixel
        values[2] = values[3] = values[size + 2] = values[size + 3] = 1;
        Thumbnail picture = Thumbnail.of(values, size, size);

        assertThat(picture.pixels()).hasSize(Thumbnail.LARGEST * Thumbnail.LARGEST);
        assertThat(picture.pixels()).startsWith(64, 255, 0);
    }

    @Test
    void usesEveryValueOfSizesThatDoNotDivide() {
        Thumbnail picture = Thumbnail.of(new float[33 * 47], 33, 47);

        assertThat(picture.pixels()).hasSize(32 * 32).containsOnly(0);
    }

    @Test
    void knowsPicturesByTheirShape() {
        assertThat(Thumbnail.isImage(8, 8)).isTrue();
        assertThat(Thumbnail.isImage(1, 8, 8)).isTrue();
        assertThat(Thumbnail.isImage(3, 224, 224)).isTrue();
        assertThat(Thumbnail.isImage(128)).isFalse();
        assertThat(Thumbnail.isImage(2, 2)).isFalse();
        assertThat(Thumbnail.isImage(4, 8, 8)).isFalse();
        assertThat(Thumbnail.isImage(1, 3, 8, 8)).isFalse();
    }
}
