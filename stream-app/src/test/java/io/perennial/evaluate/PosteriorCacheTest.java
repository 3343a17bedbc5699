// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.posterior.DiagonalGaussian;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosteriorCacheTest {

    private static final byte[] MODEL = {1, 2, 3};

    @TempDir
    private Path directory;

    @Test
    void keepsWhatWasFitted() throws IOException {
        PosteriorCache cache = new PosteriorCache(directory.resolve("new"));
        assertThat(cache.find("k")).isEmpty();
        cache.keep("k", new DiagonalGaussian(new float[] {1, 2}, new float[] {0, 3}));
        assertThat(cache.find("k")).hasValueSatisfying(found -> {
            assertThat(found.mean()).containsExactly(1, 2);
            assertThat(found.variance()).containsExactly(0, 3);
        });
        try (var files = Files.list(directory.resolve("new"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws IOException {
        PosteriorCache cache = new PosteriorCache(directory);
        cache.keep("k", new DiagonalGaussian(new float[1], new float[1]));
        try (var files = Files.list(directory)) {
            Files.write(files.findFirst().orElseThrow(), new byte[] {1});
        }
        assertThat(cache.find("k")).isEmpty();
    }

    @Test
    void modelDataLabelsAndSettingsDecideTheKey() {
        String key = PosteriorCache.key(MODEL, recording(1, 0), "settings");
        assertThat(key).isEqualTo(PosteriorCache.key(MODEL, recording(1, 0), "settings"));
        assertThat(PosteriorCache.key(new byte[] {1}, recording(1, 0), "settings"))
                .isNotEqualTo(key);
        assertThat(PosteriorCache.key(MODEL, recording(2, 0), "settings")).isNotEqualTo(key);
        assertThat(PosteriorCache.key(MODEL, recording(1, 1), "settings")).isNotEqualTo(key);
        assertThat(PosteriorCache.key(MODEL, recording(1, 0), "others")).isNotEqualTo(key);
    }

    @Test
    void eachPlatformKeepsCachesInItsOwnPlace() {
        assertThat(CacheDirectory.of(Map.of(), "Linux", "/home/a")).isEqualTo(Path.of("/home/a/.cache/perennial"));
        assertThat(CacheDirectory.of(Map.of("XDG_CACHE_HOME", "/c"), "Linux", "/home/a"))
                .isEqualTo(Path.of("/c/perennial"));
        assertThat(CacheDirectory.of(Map.of(), "Mac OS X", "/Users/a"))
                .isEqualTo(Path.of("/Users/a/Library/Caches/perennial"));
        assertThat(CacheDirectory.of(Map.of("LOCALAPPDATA", "/l"), "Windows 11", "/a"))
                .isEqualTo(Path.of("/l/perennial/cache"));
    }

    private static Recording recording(float value, int label) {
        return Recording.of(new Rows.Floats(new float[] {value}, 1, 1), new int[] {label}, null);
    }
}
