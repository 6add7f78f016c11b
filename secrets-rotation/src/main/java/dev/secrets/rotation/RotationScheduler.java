package dev.secrets.rotation;

import dev.secrets.RotationQueue;
import dev.secrets.SecretsManager;
import dev.secrets.model.RotationLease;
import java.util.Map;
import java.util.Optional;
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
    private static final int PURGED_AT_ONCE = 10_000;

    private final SecretsManager secrets;
    private final RotationQueue queue;
    private final Map<String, Rotator> rotators;
    private final RotationOptions options;
    private final Targets targets;
    private final Set<RotationRun> running = ConcurrentHashMap.newKeySet();
    private final RotationThreads threads;
    private volatile boolean closing;

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
        threads = new RotationThreads(options, this::look, this::purge, this::run);
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
        InThisThread work = new InThisThread();
        do {
            work.found = false;
            look(work);
        } while (work.found);
        return work.tried;
    }

    private final class InThisThread implements Taker {
        private boolean found;
        private int tried;

        @Override
        public boolean take(Claimed claimed) {
            found = true;
            tried += run(claimed, Supervision.NONE) ? 1 : 0;
            return true;
        }

        @Override
        public void passOver() {
            // whoever is at the target looks for the rest
        }
    }

    /** A lease and the place at its target. */
    record Claimed(HeldLease held, Targets.Place place) {}

    /** Takes what is found. */
    interface Taker {
        /** Takes a rotation; returns whether to go on. */
        boolean take(Claimed claimed);

        /** Something is due whose target is busy. */
        void passOver();
    }

    /** Claims what is due, soonest first, until the taker wants no more. */
    private void look(Taker taker) {
        Look look = new Look(taker);
        try {
            queue.claimEach(options.node(), options.lease(), look::wants, look::claimed);
        } finally {
            look.leave();
        }
    }

    /** One look for work. A place at the target is taken before the lease. */
    private final class Look {
        private final Taker taker;
        private Optional<Targets.Place> place = Optional.empty();
        private long askedAt;

        Look(Taker taker) {
            this.taker = taker;
        }

        boolean wants(String secretName) {
            leave();
            if (!targets.hasRoom(secretName)) {
                taker.passOver();
                return false;
            }
            place = Optional.of(targets.enter(secretName));
            askedAt = options.nanoTime().getAsLong();
            return true;
        }

        boolean claimed(RotationLease lease) {
            Claimed claimed = new Claimed(held(lease), place.orElseThrow());
            place = Optional.empty();
            return taker.take(claimed);
        }

        private HeldLease held(RotationLease lease) {
            return new HeldLease(queue, lease, options.lease(), askedAt, options.nanoTime());
        }

        void leave() {
            place.ifPresent(Targets.Place::leave);
            place = Optional.empty();
        }
    }

    private boolean run(Claimed claimed, Supervision supervision) {
        RotationLease lease = claimed.held().lease();
        Rotator rotator = rotator(lease);
        RotationRun run = new RotationRun(queue, rotator, claimed.held(), claimed.place(), options, secrets);
        running.add(run);
        if (closing) {
            run.stopForClosing();
        }
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
        } catch (RuntimeException | Error storeOrTrailAway) {
            LOG.warn("Secrets past their recovery window could not be deleted this time", storeOrTrailAway);
        }
    }

    /**
     * Takes nothing new, lets what runs finish for as long as the options say, and stops the rest: those leases are given back, so
     * that another node goes on at once. Closing again does nothing.
     */
    @Override
    public void close() {
        threads.close(this::stopRunning);
    }

    private void stopRunning() {
        closing = true;
        running.forEach(RotationRun::stopForClosing);
    }
}
