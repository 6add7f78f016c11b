package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The regions that are served: the home region, and where any region is allowed each other one as a namespace of its own, which
 * is opened on its first use. Thread-safe.
 */
final class Regions implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
    private static final int MOST = 64;
    private static final int LONGEST_NAME = 32;

    private final String homeName;
    private final EmbeddedSecretsManager home;
    private final boolean anyRegion;
    private final Function<String, RegionManager> opening;
    private final Map<String, RegionManager> others = new ConcurrentHashMap<>();

    /**
     * @param anyRegion whether other regions than the home region are served
     * @param opening opens another region
     */
    Regions(String homeName, EmbeddedSecretsManager home, boolean anyRegion, Function<String, RegionManager> opening) {
        this.homeName = homeName;
        this.home = home;
        this.anyRegion = anyRegion;
        this.opening = opening;
    }

    EmbeddedSecretsManager home() {
        return home;
    }

    /** @throws Refusal if the region is not served */
    EmbeddedSecretsManager manager(String region) {
        if (region.equals(homeName)) {
            return home;
        }
        RegionManager known = others.get(region);
        return (known == null ? open(region) : known).secrets();
    }

    private synchronized RegionManager open(String region) {
        boolean allowed = anyRegion
                && region.length() <= LONGEST_NAME
                && NAME.matcher(region).matches()
                && (others.containsKey(region) || others.size() < MOST);
        if (!allowed) {
            throw Refusal.invalidSignature("Credential should be scoped to a valid region.");
        }
        return others.computeIfAbsent(region, opening);
    }

    @Override
    public void close() {
        others.values().forEach(RegionManager::close);
    }
}
