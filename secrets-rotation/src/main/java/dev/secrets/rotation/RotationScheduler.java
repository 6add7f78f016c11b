package dev.secrets.rotation;

import dev.secrets.RotationQueue;
import dev.secrets.SecretsManager;
import dev.secrets.model.RotationLease;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
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

    /**
     * The names of candidates, and of those whose rotation this node has not returned from: a step that outlives its timeout is not
     * run again beside itself. Another node may go on.
     */
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

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
        this(secrets, queue, rotators, options, RotationThreads::daemons);
    }

    /** Takes its threads from factories, each by the name of what they are for. */
    RotationScheduler(
            SecretsManager secrets,
            RotationQueue queue,
            Map<String, Rotator> rotators,
            RotationOptions options,
            Function<String, ThreadFactory> factories) {
        this.secrets = secrets;
        this.queue = queue;
        this.rotators = Map.copyOf(rotators);
        this.options = options;
        targets = new Targets(options.targetCap());
        threads = new RotationThreads(options, this::look, this::purge, this::claimAndRun, factories);
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
            work.claimed = false;
            look(work);
        } while (work.claimed);
        return work.tried;
    }

    private final class InThisThread implements Taker {
        private boolean claimed;
        private int tried;

        @Override
        public boolean take(Candidate candidate) {
            Optional<HeldLease> lease = claim(candidate);
            claimed |= lease.isPresent();
            tried +=
                    lease.filter(held -> run(candidate, held, Supervision.NONE)).isPresent() ? 1 : 0;
            return true;
        }

        @Override
        public void passOver() {
            // whoever is at the target looks for the rest
        }
    }

    /** A secret that is due, and the place at its target. To be given back, whether it was rotated or not. */
    final class Candidate {
        private final String secretName;
        private final Targets.Place place;

        private Candidate(String secretName) {
            this.secretName = secretName;
            this.place = targets.enter(secretName);
        }

        String secretName() {
            return secretName;
        }

        /** Leaves it to a later look. */
        void giveBack() {
            taken.remove(secretName);
            place.leave();
        }
    }

    /** Takes what is found. */
    interface Taker {
        /** Takes a candidate, and sees to it that it is claimed or given back; returns whether to go on. */
        boolean take(Candidate candidate);

        /** Something is due whose target is busy. */
        void passOver();
    }

    /** Goes through what is due, soonest first, until the taker wants no more. What is taken and not given back is left out. */
    private void look(Taker taker) {
        queue.forEachDue(name -> {
            if (!targets.hasRoom(name)) {
                taker.passOver();
                return true;
            }
            return !taken.add(name) || taker.take(new Candidate(name));
        });
    }

    private void claimAndRun(Candidate candidate, Supervision supervision) {
        claim(candidate).ifPresent(held -> run(candidate, held, supervision));
    }

    /** Claims a candidate, unless the scheduler is closing; one that is not claimed is given back. */
    private Optional<HeldLease> claim(Candidate candidate) {
        long askedAt = options.nanoTime().getAsLong();
        Optional<HeldLease> held = Optional.empty();
        try {
            if (!closing) {
                held = queue.claim(candidate.secretName, options.node(), options.lease())
                        .map(lease -> new HeldLease(queue, lease, options.lease(), askedAt, options.nanoTime()));
            }
        } finally {
            if (held.isEmpty()) {
                candidate.giveBack();
            }
        }
        return held;
    }

    private boolean run(Candidate candidate, HeldLease held, Supervision supervision) {
        RotationRun run = new RotationRun(queue, rotator(held.lease()), held, candidate.place, options, secrets);
        running.add(run);
        if (closing) {
            run.stopForClosing();
        }
        try {
            return run.run(supervision);
        } finally {
            running.remove(run);
            candidate.giveBack();
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
