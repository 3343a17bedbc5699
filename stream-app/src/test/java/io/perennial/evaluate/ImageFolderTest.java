// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    private static final int[] GREY = {1, 2, 3};
    private static final int[] COLOUR = {3, 2, 3};

    @TempDir
    private Path directory;

    @Test
    void theFoldersAreTheClassesInTheOrderOfTheirNames() throws IOException {
        write("b/2.png", "png", BufferedImage.TYPE_BYTE_GRAY, 3, 2, 0x646464);
        write("a/1.PNG", "png", BufferedImage.TYPE_BYTE_GRAY, 3, 2, 0x0A0A0A);
        Files.writeString(directory.resolve("a/notes.txt"), "no image");
        Files.writeString(directory.resolve("readme.md"), "no folder");
        ImageFolder folder = new ImageFolder(directory, GREY, false);
        assertThat(folder.classes()).containsExactly("a", "b");
        Recording read = folder.read();
        assertThat(read.size()).isEqualTo(2);
        assertThat(read.label(0)).isZero();
        assertThat(read.label(1)).isOne();
        assertThat(read.batch(0).values()).hasSize(6).containsOnly(10 / 255f);
        assertThat(read.batch(1).values()).containsOnly(100 / 255f);
        assertThat(read.batch(1).shape()).containsExactly(1, 1, 2, 3);
    }

    @Test
    void channelsComeFirstAndASingleOneIsTheLuma() throws IOException {
        write("a/1.png", "png", BufferedImage.TYPE_INT_RGB, 3, 2, 0xFF0A05);
        float[] values =
                new ImageFolder(directory, COLOUR, false).read().batch(0).values();
        assertThat(Arrays.copyOfRange(values, 0, 6)).containsOnly(1);
        assertThat(Arrays.copyOfRange(values, 6, 12)).containsOnly(10 / 255f);
        assertThat(Arrays.copyOfRange(values, 12, 18)).containsOnly(5 / 255f);
        float luma = Math.round(0.299f * 255 + 0.587f * 10 + 0.114f * 5) / 255f;
        assertThat(new ImageFolder(directory, GREY, false).read().batch(0).values())
                .containsOnly(luma);
    }

    @Test
    void rowsFollowOneAnother() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 0, 0xFFFFFF);
        image.setRGB(0, 1, 0x333333);
        ImageIO.write(image, "png", file("a/1.png").toFile());
        assertThat(new ImageFolder(directory, GREY, false).read().batch(0).values())
                .containsExactly(0, 0, 1, 0.2f, 0, 0);
    }

    @Test
    void aJpegIsReadAsNearAsItWasWritten() throws IOException {
        write("a/1.jpg", "jpeg", BufferedImage.TYPE_INT_RGB, 3, 2, 0x648C32);
        write("a/2.jpeg", "jpeg", BufferedImage.TYPE_BYTE_GRAY, 3, 2, 0x646464);
        Recording read = new ImageFolder(directory, COLOUR, false).read();
        float[] colour = read.batch(0).values();
        for (int channel = 0; channel < 3; channel++) {
            float written = new float[] {0x64, 0x8C, 0x32}[channel] / 255f;
            assertThat(colour[6 * channel]).isEqualTo(written, within(4 / 255f));
        }
        for (float value : read.batch(1).values()) {
            assertThat(value).isEqualTo(100 / 255f, within(4 / 255f));
        }
    }

    @Test
    void anImageOfAnotherSizeIsRefusedOrScaled() throws IOException {
        write("a/1.png", "png", BufferedImage.TYPE_INT_RGB, 6, 4, 0x646464);
        refuses(GREY, false, "expected 3 x 2 pixels, got 6 x 4; scale it, or add --resize", "1.png");
        assertThat(new ImageFolder(directory, GREY, true).read().batch(0).values())
                .hasSize(6)
                .containsOnly(100 / 255f);
    }

    @Test
    void refusesADamagedImageByTheFilesName() throws IOException {
        for (String kind : new String[] {"png", "jpeg"}) {
            Path file = file("a/torn." + kind);
            BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 64 * 64; i++) {
                noise.setRGB(i % 64, i / 64, i * 0x9E3779B1);
            }
            ImageIO.write(noise, kind, file.toFile());
            byte[] whole = Files.readAllBytes(file);
            for (int length : new int[] {whole.length / 2, whole.length * 9 / 10, 20, 3}) {
                Files.write(file, Arrays.copyOf(whole, length));
                refuses(new int[] {1, 64, 64}, false, "image refused: expected ", file.getFileName() + "]");
            }
            Files.delete(file);
        }
        Files.write(file("a/text.png"), new byte[] {'n', 'o', 'n', 'e'});
        refuses(GREY, false, "expected a PNG or JPEG image, got other bytes", "text.png");
    }

    @Test
    void refusesAHeaderThatAsksForBillionsOfPixelsBeforeItUnpacksThem() throws IOException {
        write("a/bomb.png", "png", BufferedImage.TYPE_BYTE_GRAY, 3, 2, 0);
        Path file = file("a/bomb.png");
        byte[] png = Files.readAllBytes(file);
        // Eight bytes of signature, then the chunk of the header: length, name, width, height, five more bytes, CRC.
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        header.putInt(29, (int) crc.getValue());
        Files.write(file, png);
        refuses(GREY, true, "expected at most 67108864 pixels, got 3600000000", "bomb.png");
    }

    @Test
    void refusesADirectoryWithoutImagesAndAModelOfOtherThings() throws IOException {
        refuses(GREY, false, "at least one event", "");
        Files.createDirectory(directory.resolve("a"));
        refuses(GREY, false, "at least one event", "");
        refuses(new int[] {64}, false, "expected a model of images [1 or 3, height, width]", "[64]");
        refuses(new int[] {4, 2, 2}, false, "expected a model of images", "[4, 2, 2]");
    }

    private void refuses(int[] shape, boolean resize, String reason, String place) {
        assertThatThrownBy(() -> new ImageFolder(directory, shape, resize).read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(place);
    }

    private void write(String name, String kind, int type, int width, int height, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                image.getRaster().setSample(i % width, i / width, 0, rgb & 0xFF);
            } else {
                image.setRGB(i % width, i / width, rgb);
            }
        }
        assertThat(ImageIO.write(image, kind, file(name).toFile())).isTrue();
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }
}
