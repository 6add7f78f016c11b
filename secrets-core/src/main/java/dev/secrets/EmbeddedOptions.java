package dev.secrets;

import dev.secrets.engine.Arns;
import dev.secrets.engine.Environment;
import dev.secrets.engine.Randomness;
import dev.secrets.engine.SecretRepository;
import dev.secrets.model.CallerIdentity;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What an {@link EmbeddedSecretsManager} may be told besides its collaborators. Immutable; {@link #defaults} is right for most
 * applications, and each method named as an option returns a copy with that option set.
 *
 * @param clock the time of day: for the dates of secrets and versions, recovery windows and conditions on the time. Leases and
 *     schedules of rotations are judged by the store's clock
 * @param random the source of identities, ARN suffixes and passwords
 * @param account the account that owns the store, 12 digits: part of every ARN, and what tells a caller's own secrets from those
 *     of another account
 * @param region the region of the store, such as {@code eu-west-1}: part of every ARN
 * @param maxVersions how many versions a secret may have before writes are refused with {@code LimitExceededException}, at least
 *     120. Versions without a staging label are removed when there are more than 100 of them and they are a day old, so only a
 *     secret that is written every few minutes comes near (checklist KEEP-05)
 * @param rotationTargets which values of {@code RotationLambdaARN} name a rotator that exists; RotateSecret refuses others with
 *     {@code AccessDeniedException} (checklist ROT-02)
 * @param rotationPrincipal as whom rotators act, also toward policies; the owner when absent
 * @param filterLists whether ListSecrets and BatchGetSecretValue show a caller only the secrets that it may describe. AWS does not
 *     do that: there a caller may list all secrets or none
 * @param background where work is done that no caller waits for, such as committing dates of last access; a thread of the
 *     manager's own when absent
 * @param regions the other regions by name, to which secrets can be replicated. An entry of the own region's name is not used, so
 *     that the managers of all regions may be given one map
 * @param replicates whether the manager copies to other regions by itself, in threads of its own, from the moment it is made; each
 *     manager of a store may. Without, copies wait for one that does, or for {@link ReplicationQueue#run}
 */
public record EmbeddedOptions(
        InstantSource clock,
        SecureRandom random,
        String account,
        String region,
        int maxVersions,
        Predicate<String> rotationTargets,
        Optional<CallerIdentity> rotationPrincipal,
        boolean filterLists,
        Optional<Executor> background,
        Map<String, Region> regions,
        boolean replicates) {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern REGION = Pattern.compile("([a-z]+-)+[0-9]+");
    private static final int MIN_MAX_VERSIONS = 120;

    /** @throws IllegalArgumentException if an option is not acceptable; bad options are refused, not corrected */
    public EmbeddedOptions {
        regions = Map.copyOf(regions);
        regions.keySet().forEach(EmbeddedOptions::requireRegion);
        requireRegion(region);
        require(ACCOUNT.matcher(account).matches(), "An account is 12 digits; found " + account);
        require(
                maxVersions >= MIN_MAX_VERSIONS,
                "A secret must be allowed at least " + MIN_MAX_VERSIONS + " versions; found " + maxVersions);
    }

    static void requireRegion(String region) {
        require(REGION.matcher(region).matches(), "A region is named like eu-west-1; found " + region);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Returns the system's clock, the platform's secure random, account 000000000000, region us-east-1, at most 1000 versions,
     * any rotation target, rotators that act as the owner, lists that are not filtered, a background thread, and no other region.
     */
    public static EmbeddedOptions defaults() {
        return new EmbeddedOptions(
                InstantSource.system(),
                new SecureRandom(),
                "000000000000",
                "us-east-1",
                1000,
                target -> true,
                Optional.empty(),
                false,
                Optional.empty(),
                Map.of(),
                true);
    }

    /** Returns these options with {@link #clock()} set. */
    public EmbeddedOptions clock(InstantSource clock) {
        return with(draft -> draft.clock = clock);
    }

    /** Returns these options with {@link #random()} set. */
    public EmbeddedOptions random(SecureRandom random) {
        return with(draft -> draft.random = random);
    }

    /** Returns these options with {@link #account()} set. */
    public EmbeddedOptions account(String account) {
        return with(draft -> draft.account = account);
    }

    /** Returns these options with {@link #region()} set. */
    public EmbeddedOptions region(String region) {
        return with(draft -> draft.region = region);
    }

    /** Returns these options with {@link #maxVersions()} set. */
    public EmbeddedOptions maxVersions(int maxVersions) {
        return with(draft -> draft.maxVersions = maxVersions);
    }

    /** Returns these options with {@link #rotationTargets()} set. */
    public EmbeddedOptions rotationTargets(Predicate<String> rotationTargets) {
        return with(draft -> draft.rotationTargets = rotationTargets);
    }

    /** Returns these options with {@link #rotationPrincipal()} set. */
    public EmbeddedOptions rotationPrincipal(CallerIdentity rotationPrincipal) {
        return with(draft -> draft.rotationPrincipal = Optional.of(rotationPrincipal));
    }

    /** Returns these options with {@link #filterLists()} set. */
    public EmbeddedOptions filterLists(boolean filterLists) {
        return with(draft -> draft.filterLists = filterLists);
    }

    /** Returns these options with {@link #background()} set. */
    public EmbeddedOptions background(Executor background) {
        return with(draft -> draft.background = Optional.of(background));
    }

    /** Returns these options with {@link #regions()} set. */
    public EmbeddedOptions regions(Map<String, Region> regions) {
        return with(draft -> draft.regions = regions);
    }

    /** Returns these options with {@link #replicates()} set. */
    public EmbeddedOptions replicates(boolean replicates) {
        return with(draft -> draft.replicates = replicates);
    }

    private EmbeddedOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** Returns the regions without the own one, in the order of their names. */
    private SortedMap<String, Region> otherRegions() {
        SortedMap<String, Region> others = new TreeMap<>(regions);
        others.remove(region);
        return others;
    }

    /** Returns the secrets of the other regions, by the names of these. */
    Map<String, SecretRepository> repositories() {
        Map<String, SecretRepository> repositories = new HashMap<>();
        otherRegions()
                .forEach((name, other) ->
                        repositories.put(name, new SecretRepository(other.store(), other.keys(), arns().in(name))));
        return repositories;
    }

    private Arns arns() {
        return new Arns("aws", region, account);
    }

    Environment environment(Executor ownBackground) {
        return new Environment(
                clock,
                new Randomness(random),
                arns(),
                maxVersions,
                rotationTargets,
                rotationPrincipal,
                filterLists,
                new ConcurrentSkipListSet<>(otherRegions().keySet()),
                background.orElse(ownBackground));
    }

    /** Options that are being set. */
    private static final class Draft {
        private InstantSource clock;
        private SecureRandom random;
        private String account;
        private String region;
        private int maxVersions;
        private Predicate<String> rotationTargets;
        private Optional<CallerIdentity> rotationPrincipal;
        private boolean filterLists;
        private Optional<Executor> background;
        private Map<String, Region> regions;
        private boolean replicates;

        Draft(EmbeddedOptions options) {
            clock = options.clock;
            random = options.random;
            account = options.account;
            region = options.region;
            maxVersions = options.maxVersions;
            rotationTargets = options.rotationTargets;
            rotationPrincipal = options.rotationPrincipal;
            filterLists = options.filterLists;
            background = options.background;
            regions = options.regions;
            replicates = options.replicates;
        }

        EmbeddedOptions options() {
            return new EmbeddedOptions(
                    clock,
                    random,
                    account,
                    region,
                    maxVersions,
                    rotationTargets,
                    rotationPrincipal,
                    filterLists,
                    background,
                    regions,
                    replicates);
        }
    }
}
