// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A directory with one folder of PNG or JPEG files for each class: the folders in the order of their names are the classes.
 *
 * @param directory of the folders
 * @param shape of one event, [channels, height, width] with 1 or 3 channels
 * @param resize whether an image of another size is scaled to this one
 */
public record ImageFolder(Path directory, int[] shape, boolean resize) {

    private static final List<String> KINDS = List.of(".png", ".jpg", ".jpeg");

    /** 64 million pixels are 256 MB. */
    private static final long MOST_PIXELS = 1L << 26;

    /** Names of the classes. */
    public List<String> classes() throws IOException {
        return folders().stream().map(folder -> folder.getFileName().toString()).toList();
    }

    /**
     * Reads every image; values are scaled by 1/255.
     *
     * @throws IllegalArgumentException if there is none, or one does not fit; the message names the file
     */
    public Recording read() throws IOException {
        if (shape.length != 3 || shape[0] != 1 && shape[0] != 3) {
            throw new IllegalArgumentException(
                    "--train refused: expected a model of images [1 or 3, height, width] for a"
                            + " directory of images, got one of " + Arrays.toString(shape) + "; give NPY or CSV");
        }
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Path> folders = folders();
        for (int label = 0; label < folders.size(); label++) {
            for (Path image : sorted(folders.get(label), ImageFolder::isImage)) {
                files.add(image);
                labels.add(label);
            }
        }
        int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        byte[] values = new byte[Math.multiplyExact(files.size(), length)];
        for (int i = 0; i < files.size(); i++) {
            copy(image(files.get(i)), values, i * length);
        }
        return Recording.of(
                new Rows.Bytes(values, 0, files.size(), shape),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                null);
    }

    private List<Path> folders() throws IOException {
        return sorted(directory, Files::isDirectory);
    }

    private static List<Path> sorted(Path directory, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(wanted).sorted().toList();
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && KINDS.stream().anyMatch(name::endsWith);
    }

    /** ImageIO's readers answer damage with exceptions of many kinds, and a JPEG that ends too soon with a grey rest. */
    private BufferedImage image(Path file) throws IOException {
        List<String> warnings = new ArrayList<>();
        BufferedImage image;
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            image = decoded(stream, file, warnings);
        } catch (ImageRefused e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw refused("a whole image", String.valueOf(e.getMessage()), file);
        }
        if (warnings.stream().anyMatch(warning -> warning.contains("EOI"))) {
            throw refused("a whole image", "one that ends before its end", file);
        }
        return drawn(image);
    }

    /** Before an image is unpacked its header is asked. */
    private BufferedImage decoded(ImageInputStream stream, Path file, List<String> warnings) throws IOException {
        Iterator<ImageReader> readers = stream == null ? Collections.emptyIterator() : ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw refused("a PNG or JPEG image", "other bytes", file);
        }
        ImageReader reader = readers.next();
        try {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(stream, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > MOST_PIXELS) {
                throw refused("at most " + MOST_PIXELS + " pixels", (long) width * height + "", file);
            }
            if (!resize && (width != shape[2] || height != shape[1])) {
                throw refused(
                        shape[2] + " x " + shape[1] + " pixels",
                        width + " x " + height + "; scale it, or add --resize",
                        file);
            }
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private BufferedImage drawn(BufferedImage image) {
        BufferedImage drawn = new BufferedImage(shape[2], shape[1], BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, shape[2], shape[1], null);
        graphics.dispose();
        return drawn;
    }

    /** Channels first; a single channel is the luma of ITU-R BT.601. */
    private void copy(BufferedImage image, byte[] into, int at) {
        int pixels = shape[1] * shape[2];
        for (int i = 0; i < pixels; i++) {
            int rgb = image.getRGB(i % shape[2], i / shape[2]);
            int red = rgb >> 16 & 0xff;
            int green = rgb >> 8 & 0xff;
            int blue = rgb & 0xff;
            if (shape[0] == 1) {
                into[at + i] = (byte) Math.round(0.299f * red + 0.587f * green + 0.114f * blue);
            } else {
                into[at + i] = (byte) red;
                into[at + pixels + i] = (byte) green;
                into[at + 2 * pixels + i] = (byte) blue;
            }
        }
    }

    private static ImageRefused refused(String expected, String got, Path file) {
        return new ImageRefused("image refused: expected " + expected + ", got " + got + " [" + file + "]");
    }

    /** Told from what ImageIO throws. */
    private static final class ImageRefused extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        ImageRefused(String message) {
            super(message);
        }
    }
}
