// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every key there is, read off the mapping. */
final class Keys {

    static final String KAFKA = "kafka.";

    /** The order of a reader: the application first, then the five words, then the outlook. */
    private static final List<String> ORDER = List.of(
            "application", "bundle", "kafka", "record", "tensor", "score", "adapt", "publish", "store", "observe");

    static final List<Key> ALL = collect();
    private static final Map<String, Key> BY_NAME =
            ALL.stream().collect(Collectors.toMap(Key::name, Function.identity()));

    private Keys() {}

    static Key find(String name) {
        return BY_NAME.get(name);
    }

    static boolean isKnown(String name) {
        return (name.startsWith(KAFKA) && name.length() > KAFKA.length())
                || (BY_NAME.containsKey(name) && !find(name).isMap());
    }

    /** Whether a name begins like one of ours: what else the environment holds is none of our business. */
    static boolean isGroup(String word) {
        return ORDER.contains(word);
    }

    /** The known key that is most like this one, or null where none is like it. */
    static String nearest(String name) {
        String wanted = kebab(name);
        String best = null;
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (Key key : ALL) {
            int distance = last(key.name()).equals(last(wanted)) ? 1 : distance(wanted, key.name());
            if (distance < least) {
                least = distance;
                best = key.name();
            }
        }
        return best;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }

    private static List<Key> collect() {
        List<Key> keys = new ArrayList<>();
        collect(Mapping.class, "", keys);
        keys.sort((a, b) -> {
            int byGroup = Integer.compare(group(a), group(b));
            return byGroup != 0 ? byGroup : a.name().compareTo(b.name());
        });
        return List.copyOf(keys);
    }

    private static void collect(Class<?> group, String prefix, List<Key> into) {
        for (Method accessor : group.getMethods()) {
            String name = prefix + kebab(accessor.getName());
            if (accessor.isAnnotationPresent(Doc.class)) {
                into.add(new Key(name, accessor));
            } else {
                collect(accessor.getReturnType(), name + ".", into);
            }
        }
    }

    private static int group(Key key) {
        int dot = key.name().indexOf('.');
        return ORDER.indexOf(dot < 0 ? key.name() : key.name().substring(0, dot));
    }
}
