package dev.secrets.cli.endpoint;

import dev.secrets.EmbeddedSecretsManager;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The regions that are served: the home region, those that have a store of their own, and where any region is allowed each other
 * one as a namespace of the home region's store, which is opened on its first use. Each is a target of the others' secrets.
 * Thread-safe.
 */
final class Regions implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
    private static final int MAX_REGIONS = 64;
    private static final int MAX_NAME_LENGTH = 32;

    private final String homeName;
    private final boolean anyRegion;
    private final Function<String, RegionManager> opening;
    private final Map<String, RegionManager> served = new ConcurrentHashMap<>();
    private int opened;
    private boolean rotating;

    /**
     * @param anyRegion whether others than those that are added are served
     * @param opening opens another region
     */
    Regions(String homeName, RegionManager home, boolean anyRegion, Function<String, RegionManager> opening) {
        this.homeName = homeName;
        this.anyRegion = anyRegion;
        this.opening = opening;
        served.put(homeName, home);
    }

    EmbeddedSecretsManager home() {
        return Objects.requireNonNull(served.get(homeName)).secrets();
    }

    /** @throws Refusal if the region is not served */
    EmbeddedSecretsManager manager(String region) {
        RegionManager known = served.get(region);
        if (known == null) {
            known = open(region);
        }
        if (known == null) {
            throw Refusal.invalidSignature("Credential should be scoped to a valid region.");
        }
        return known.secrets();
    }

    /** Returns whether regions are opened that nobody named before. */
    boolean anyRegion() {
        return anyRegion;
    }

    /** Opens the region if it may be, as one to replicate to. */
    void prepare(String region) {
        if (!served.containsKey(region)) {
            open(region);
        }
    }

    private synchronized @Nullable RegionManager open(String region) {
        RegionManager known = served.get(region);
        if (known != null || !isAllowed(region)) {
            return known;
        }
        RegionManager namespace = opening.apply(region);
        add(region, namespace);
        opened++;
        return namespace;
    }

    private boolean isAllowed(String region) {
        return anyRegion
                && region.length() <= MAX_NAME_LENGTH
                && NAME.matcher(region).matches()
                && opened < MAX_REGIONS;
    }

    synchronized void add(String name, RegionManager region) {
        served.forEach((otherName, other) -> region.meet(name, other, otherName));
        served.put(name, region);
        if (rotating) {
            region.rotations().start();
        }
    }

    synchronized void startRotating() {
        rotating = true;
        served.values().forEach(region -> region.rotations().start());
    }

    /** Rotates what is due now, in this thread, and returns how many rotations were tried. */
    int rotateDue() {
        return served.values().stream()
                .mapToInt(region -> region.rotations().runDue())
                .sum();
    }

    /** Stops rotating in all regions side by side: each waits for what runs. */
    void stopRotating() {
        CompletableFuture<?>[] stopping = served.values().stream()
                .map(region -> CompletableFuture.runAsync(region.rotations()::close, Regions::inOwnThread))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stopping).join();
    }

    private static void inOwnThread(Runnable work) {
        new Thread(work, "secrets-endpoint closing").start();
    }

    @Override
    public void close() {
        served.values().forEach(region -> region.closing().run());
    }
}
