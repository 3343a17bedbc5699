// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Every rule of a model store, over objects by key. */
final class ObjectModelStore implements ModelStore {

    private static final Comparator<StoredVersion> NEWEST_FIRST = Comparator.comparing(StoredVersion::created)
            .thenComparing(StoredVersion::version)
            .reversed();

    private final ObjectSpace objects;
    private final StoreOptions options;
    private final Supplier<UUID> identities;
    private final Manifests manifests;
    private final Publication publication;

    /** @param identities a new one at every call, of publications and collections */
    ObjectModelStore(ObjectSpace objects, StoreOptions options, Supplier<UUID> identities) {
        this.objects = objects;
        this.options = options;
        this.identities = identities;
        manifests = new Manifests(objects);
        publication = new Publication(objects, options);
    }

    @Override
    public StoredVersion publish(String name, String version, Map<String, byte[]> parts, Map<String, String> metadata)
            throws IOException {
        Map<String, byte[]> blobs = new HashMap<>();
        Map<String, StoredPart> described = new HashMap<>();
        parts.forEach((part, bytes) -> {
            String sha256 = Sha256.hex(bytes);
            described.put(part, new StoredPart(sha256, bytes.length));
            blobs.put(sha256, bytes);
        });
        Manifest manifest = new Manifest(
                identities.get(),
                new StoredVersion(name, version, options.clock().instant(), metadata, described));
        // A version too large to describe is refused before its parts are sent.
        byte[] file = manifest.write();
        String key = StoreNames.manifest(name, version);
        if (objects.find(key).isPresent()) {
            throw new VersionExistsException(manifest.version().id(), objects.place());
        }
        publication.prepare(manifest.version(), blobs);
        if (!objects.create(key, file) && !ours(manifest)) {
            throw new VersionExistsException(manifest.version().id(), objects.place());
        }
        return manifest.version();
    }

    /** Whether the manifest that was in the way is the one we wrote before its answer was lost. */
    private boolean ours(Manifest manifest) throws IOException {
        return manifests
                .read(manifest.version().name(), manifest.version().version())
                .map(Manifest::writer)
                .equals(Optional.of(manifest.writer()));
    }

    @Override
    public Optional<StoredVersion> find(String name, String version) throws IOException {
        return manifests.read(name, version).map(Manifest::version);
    }

    @Override
    public List<StoredVersion> list(String name) throws IOException {
        String prefix = StoreNames.manifests(StoreNames.name(name));
        List<StoredVersion> versions = new ArrayList<>();
        for (String key : manifests.keys(prefix)) {
            manifests.read(key).map(Manifest::version).ifPresent(versions::add);
        }
        versions.sort(NEWEST_FIRST);
        return List.copyOf(versions);
    }

    @Override
    public List<String> names() throws IOException {
        return names(StoreNames.MANIFESTS, name -> true);
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        String above = StoreNames.name(prefix);
        return names(StoreNames.MANIFESTS + above, name -> name.equals(above) || name.startsWith(above + "/"));
    }

    private List<String> names(String prefix, Predicate<String> wanted) throws IOException {
        return manifests.keys(prefix).stream()
                .flatMap(key -> StoreNames.nameOf(key).stream())
                .filter(wanted)
                .distinct()
                .sorted()
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public byte[] read(StoredVersion version, String part) throws IOException {
        StoredPart declared = version.parts().get(part);
        if (declared == null) {
            throw refused(version, part, "one of " + version.parts().keySet(), "another", "ask for one of them");
        }
        int most = (int) Math.min(declared.size(), Integer.MAX_VALUE - 8);
        ObjectSpace.Content content = objects.read(StoreNames.blob(declared.sha256()), most)
                .orElseThrow(() -> refused(version, part, declared.size() + " bytes", "none", "publish it again"));
        if (content.size() != declared.size() || content.bytes().length != declared.size()) {
            throw refused(
                    version, part, declared.size() + " bytes", content.size() + "", "publish the same bytes again");
        }
        String got = Sha256.hex(content.bytes());
        if (!got.equals(declared.sha256())) {
            throw refused(version, part, "sha256 " + declared.sha256(), got, "publish the same bytes again");
        }
        return content.bytes();
    }

    private IOException refused(StoredVersion version, String part, String expected, String got, String remedy) {
        return new IOException("part " + StoreNames.shown(part) + " of " + version.id() + " refused: expected "
                + expected + ", got " + got + " [" + objects.place() + "]; " + remedy);
    }

    @Override
    public boolean remove(String name, String version) throws IOException {
        String key = StoreNames.manifest(name, version);
        boolean found = objects.find(key).isPresent();
        if (found) {
            objects.delete(key);
        }
        return found;
    }

    @Override
    public Collected collect(Duration grace) throws IOException {
        if (grace.compareTo(options.grace()) < 0) {
            throw new IllegalArgumentException(
                    "grace refused: expected at least " + options.grace() + ", which publishers count on, got " + grace
                            + "; wait longer, or let all of them use a shorter one");
        }
        return new Collector(objects, options, grace, identities.get()).collect();
    }

    @Override
    public void close() {
        objects.close();
    }
}
