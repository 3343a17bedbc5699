// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engines of a class path. One that was not asked for is neither constructed nor initialised, which would load its
 * native libraries, some hundred MB; one that is broken does not hide the others.
 */
final class Engines {

    /** What {@code auto} takes where the build has it. */
    private static final String FIRST = "torch";

    /** A class path that cannot be listed at all gives errors without end. */
    private static final int MOST_BROKEN = 16;

    private static final String REMEDY = "leave it out for the one that is there, or take a build or an image with the"
            + " other (docs/howto/engines.md)";

    /** Why a class was not initialised: Java tells it once, and to whoever asks again only that it was not. */
    private static final Map<Class<?>, Throwable> FAILED = new ConcurrentHashMap<>();

    private final Map<String, Provider<Engine>> there = new TreeMap<>();
    /** Name to the class that the build lacks. */
    private final Map<String, String> without = new TreeMap<>();

    private final List<String> broken = new ArrayList<>();

    private Engines() {}

    static Engines of(ClassLoader loader) {
        var engines = new Engines();
        Iterator<Provider<Engine>> providers =
                ServiceLoader.load(Engine.class, loader).stream().iterator();
        while (engines.broken.size() < MOST_BROKEN) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                engines.add(providers.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                engines.broken.add(words(e));
            }
        }
        return engines;
    }

    /** As {@link Engine#named}. */
    Engine named(String wanted) {
        String name = wanted.equals(Engine.AUTO) ? first() : wanted;
        Provider<Engine> provider = there.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(refusal(wanted));
        }
        try {
            return provider.get();
        } catch (ServiceConfigurationError e) {
            throw failure(name, firstCause(provider.type(), e));
        }
    }

    private void add(Provider<Engine> provider) {
        Class<? extends Engine> type = provider.type();
        EngineName known = type.getAnnotation(EngineName.class);
        if (known == null) {
            broken.add(type.getName() + " has no " + EngineName.class.getSimpleName());
        } else if (type.getClassLoader().getResource(known.needs().replace('.', '/') + ".class") == null) {
            without.put(known.value(), known.needs());
        } else {
            there.put(known.value(), provider);
        }
    }

    private String first() {
        return there.containsKey(FIRST) || there.isEmpty()
                ? FIRST
                : there.keySet().iterator().next();
    }

    private String refusal(String wanted) {
        var text = new StringBuilder("score.engine refused: expected ");
        switch (there.size()) {
            case 0 -> text.append("an engine in this build, got none");
            case 1 -> text.append(first()).append(", the only engine of this build, got \"" + wanted + "\"");
            default -> text.append("one of " + there.keySet() + ", got \"" + wanted + "\"");
        }
        if (without.containsKey(wanted)) {
            text.append(" (no ").append(without.get(wanted)).append(" on the class path)");
        }
        broken.stream().distinct().forEach(one -> text.append("; not loaded: ").append(one));
        return text.append("; ")
                .append(there.size() > 1 ? "correct it, or leave it out for " + first() : REMEDY)
                .toString();
    }

    /** A refused argument in the engine's own words; libraries that do not load as such, for they are no matter of the configuration. */
    private static RuntimeException failure(String name, Throwable cause) {
        if (cause instanceof IllegalArgumentException refused) {
            return refused;
        }
        String text = "engine " + name + " does not load: " + words(cause);
        if (cause instanceof LinkageError) {
            throw new LinkageError(text, cause);
        }
        return new IllegalStateException(text, cause);
    }

    /** What went wrong the first time, where a class does not initialise. */
    private static Throwable firstCause(Class<?> type, ServiceConfigurationError error) {
        if (!(error.getCause() instanceof LinkageError)) {
            return cause(error);
        }
        Throwable now = cause(error);
        if (error.getCause() instanceof NoClassDefFoundError) {
            return FAILED.computeIfAbsent(type, unknown -> now);
        }
        FAILED.put(type, now);
        return now;
    }

    /** What went wrong, behind what {@link ServiceLoader} and the initialisation of classes wrap around it. */
    private static Throwable cause(Throwable error) {
        boolean wraps = error instanceof ServiceConfigurationError
                || error instanceof ExceptionInInitializerError
                || error instanceof NoClassDefFoundError;
        return wraps && error.getCause() != null ? cause(error.getCause()) : error;
    }

    private static String words(Throwable error) {
        Throwable cause = cause(error);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
