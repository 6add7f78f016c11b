package dev.secrets.rotation;

import dev.secrets.RotationQueue;
import dev.secrets.SecretsManager;
import dev.secrets.model.RotationLease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates what is due: scheduled secrets, those that RotateSecret asks for, and those that another node left unfinished; and deletes
 * what is past its recovery window. Run one on each node that shall take part: each secret is rotated by one of them at a time, and
 * after an outage once, however many windows were missed (checklist SCHED-29).
 *
 * <p>{@link #start} works in threads of its own until {@link #close}; {@link #runDue} works in the caller's thread until nothing is
 * due. The names of the rotators are what RotateSecret takes as {@code RotationLambdaARN}; tell them to the manager's options as
 * {@code rotationTargets(rotators::containsKey)}, so that a wrong one is refused at once.
 *
 * <p>Thread-safe.
 */
public final class RotationScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RotationScheduler.class);
    private static final int PURGED_AT_ONCE = 100;

    private final SecretsManager secrets;
    private final RotationQueue queue;
    private final Map<String, Rotator> rotators;
    private final RotationOptions options;
    private final Targets targets;
    private final Set<RotationRun> running = ConcurrentHashMap.newKeySet();
    private final RotationThreads threads;

    /** Makes a scheduler with {@link RotationOptions#defaults}. */
    public RotationScheduler(SecretsManager secrets, RotationQueue queue, Map<String, Rotator> rotators) {
        this(secrets, queue, rotators, RotationOptions.defaults());
    }

    /**
     * Makes a scheduler; nothing happens before {@link #start} or {@link #runDue}.
     *
     * @param secrets makes random passwords for the rotators
     * @param queue where work comes from
     * @param rotators by the names that RotateSecret takes
     * @param options the rest
     */
    public RotationScheduler(
            SecretsManager secrets, RotationQueue queue, Map<String, Rotator> rotators, RotationOptions options) {
        this.secrets = secrets;
        this.queue = queue;
        this.rotators = Map.copyOf(rotators);
        this.options = options;
        targets = new Targets(options.targetCap());
        threads = new RotationThreads(options, this::claim, this::purge, this::run);
    }

    /**
     * Starts rotating in the background.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public void start() {
        threads.start();
    }

    /**
     * Rotates in this thread what is due, one after the other, until nothing is, and deletes what is past its recovery window. A
     * failed rotation is due again later, so that this ends. Nobody watches over the steps meanwhile: one that takes longer than
     * the lease loses it.
     *
     * @return how many rotations were tried
     */
    public int runDue() {
        purge();
        int tried = 0;
        List<Claimed> claimed = claim(1);
        while (!claimed.isEmpty()) {
            tried += run(claimed.get(0), Supervision.NONE) ? 1 : 0;
            claimed = claim(1);
        }
        return tried;
    }

    /** A lease and the place at its target. */
    record Claimed(HeldLease held, Targets.Place place) {}

    private List<Claimed> claim(int limit) {
        long before = options.nanoTime().getAsLong();
        Map<String, Targets.Place> places = new HashMap<>();
        try {
            List<RotationLease> leases =
                    queue.claim(options.node(), options.lease(), limit, name -> hasPlace(name, places));
            return leases.stream()
                    .map(lease ->
                            new Claimed(held(lease, before), Objects.requireNonNull(places.remove(lease.secretName()))))
                    .toList();
        } finally {
            places.values().forEach(Targets.Place::leave);
        }
    }

    private boolean hasPlace(String secretName, Map<String, Targets.Place> places) {
        if (!targets.hasRoom(secretName)) {
            return false;
        }
        places.put(secretName, targets.enter(secretName));
        return true;
    }

    private HeldLease held(RotationLease lease, long claimedAt) {
        return new HeldLease(queue, lease, options.lease(), claimedAt, options.nanoTime());
    }

    private boolean run(Claimed claimed, Supervision supervision) {
        RotationLease lease = claimed.held().lease();
        Rotator rotator = rotator(lease);
        RotationRun run = new RotationRun(queue, rotator, claimed.held(), claimed.place(), options, secrets);
        running.add(run);
        try {
            return run.run(supervision);
        } finally {
            running.remove(run);
        }
    }

    private Rotator rotator(RotationLease lease) {
        String name = lease.rotationLambdaArn()
                .or(lease::externalSecretRotationRoleArn)
                .orElse("");
        Rotator known = rotators.get(name);
        return known == null ? new UnknownRotator(name) : known;
    }

    private void purge() {
        try {
            queue.purge(PURGED_AT_ONCE);
        } catch (RuntimeException storeOrTrailAway) {
            LOG.warn("Secrets past their recovery window could not be deleted this time", storeOrTrailAway);
        }
    }

    /**
     * Takes nothing new, lets what runs finish for as long as the options say, and stops the rest: those leases are given back, so
     * that another node goes on at once. Closing again does nothing.
     */
    @Override
    public void close() {
        threads.close(() -> running.forEach(RotationRun::stopForClosing));
    }
}
