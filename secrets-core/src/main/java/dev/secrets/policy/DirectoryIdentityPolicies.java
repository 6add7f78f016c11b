package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies of principals from a directory with one JSON file for each, in the plain policy language:
 *
 * <pre>
 * NAME.json             the identity policy of a user or role
 * NAME.boundary.json    its permissions boundary
 * NAME.session.json     the session policy of one session
 * </pre>
 *
 * <p>{@code NAME} is the ARN in percent-encoding, as {@link #fileName} gives it: every character but ASCII letters, digits,
 * {@code -} and {@code _} is written {@code %XX}. The policies of {@code arn:aws:iam::000000000000:role/app} stand in
 * {@code arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fapp.json}. Files are found by listing the directory; no name that a caller
 * brings is ever opened as a path.
 *
 * <p>Changes are seen when policies are asked for, at most once in an interval; the thread that asks then reads what has changed,
 * others go on with what there was. A file that has gone takes its policy with it. A file that can't be read or parsed keeps the
 * policy it last had, and one that never had one denies everything, since what it was to deny is unknown; {@link #problems} says
 * so, and so does one warning per change to the logger of this class. Write files beside the directory and move them in: a file
 * caught half-written is one that can't be parsed. Links to files are followed, as mounted configuration needs; who can write to
 * the directory, or to what its links lead to, decides who may do what.
 *
 * <p>Thread-safe; has no thread of its own and holds no lock while it reads.
 */
public final class DirectoryIdentityPolicies implements IdentityPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryIdentityPolicies.class);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private static final String ENDING = ".json";
    private static final Map<String, PolicyType> TYPES = Map.of(
            "", PolicyType.IDENTITY,
            ".boundary", PolicyType.BOUNDARY,
            ".session", PolicyType.SESSION);

    /** Everything that was read, swapped as a whole. */
    private record Snapshot(
            long readAtMillis,
            Map<String, PolicyFile> files,
            Map<String, PrincipalPolicies> principals,
            Map<String, PolicyDocument> sessions,
            SortedMap<String, String> problems) {}

    private final Path directory;
    private final long intervalMillis;
    private final InstantSource clock;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Snapshot snapshot;

    /**
     * Reads the directory, and again what changed in it at most every five seconds.
     *
     * @throws UncheckedIOException if the directory can't be listed
     */
    public DirectoryIdentityPolicies(Path directory) {
        this(directory, DEFAULT_INTERVAL, InstantSource.system());
    }

    /**
     * Reads the directory.
     *
     * @param interval how long what was read is taken for what is there; how late a revoked policy may still count
     * @param clock tells when the interval is over
     * @throws UncheckedIOException if the directory can't be listed
     */
    public DirectoryIdentityPolicies(Path directory, Duration interval, InstantSource clock) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("The interval is negative: " + interval);
        }
        this.directory = directory;
        this.intervalMillis = interval.toMillis();
        this.clock = clock;
        try {
            this.snapshot = read(Map.of(), clock.millis());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Can't list the policies in " + directory, unreadable);
        }
        report(Map.of(), snapshot.problems());
    }

    /** Returns the name of the file with the identity policy of a principal. */
    public static String fileName(String arn) {
        return PrincipalFileName.of(arn) + ENDING;
    }

    /** Returns the name of the file with the permissions boundary of a principal. */
    public static String boundaryFileName(String arn) {
        return PrincipalFileName.of(arn) + ".boundary" + ENDING;
    }

    /** Returns the name of the file with the policy of a session. */
    public static String sessionFileName(String arn) {
        return PrincipalFileName.of(arn) + ".session" + ENDING;
    }

    @Override
    public PrincipalPolicies policiesOf(CallerIdentity caller) {
        Snapshot current = current();
        String principal = PrincipalFileName.keyOf(caller.issuerArn().orElse(caller.arn()));
        PrincipalPolicies policies = current.principals.getOrDefault(principal, PrincipalPolicies.NONE);
        PolicyDocument session = current.sessions.get(PrincipalFileName.keyOf(caller.arn()));
        return session == null ? policies : policies.session(session);
    }

    /** Returns what is wrong by the name of the file; under {@code .} if the directory itself can't be listed. Empty if all is well. */
    public Map<String, String> problems() {
        return current().problems;
    }

    private Snapshot current() {
        Snapshot last = snapshot;
        long now = clock.millis();
        long age = now - last.readAtMillis;
        boolean due = age >= intervalMillis || age < 0; // a clock that was set back must not put the next reading off
        if (due && reading.compareAndSet(false, true)) {
            try {
                snapshot = next(snapshot, now);
            } finally {
                reading.set(false);
            }
        }
        return snapshot;
    }

    private Snapshot next(Snapshot last, long now) {
        Snapshot next;
        try {
            next = read(last.files, now);
        } catch (IOException unreadable) {
            SortedMap<String, String> problems = new TreeMap<>(last.problems);
            problems.put(".", "Can't be listed: " + unreadable.getClass().getSimpleName());
            next = new Snapshot(now, last.files, last.principals, last.sessions, problems);
        }
        report(last.problems, next.problems);
        return next;
    }

    private Snapshot read(Map<String, PolicyFile> last, long now) throws IOException {
        Map<String, PolicyFile> files = new HashMap<>();
        SortedMap<String, String> problems = new TreeMap<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path file : listing) {
                String name = file.getFileName().toString();
                Optional<PolicyFile> known = Optional.ofNullable(last.get(name)).map(old -> old.refreshed(file, now));
                known.or(() -> first(file, name))
                        .ifPresentOrElse(
                                read -> files.put(name, read),
                                () -> problems.put(name, "Not named after a principal with its account"));
            }
        } catch (DirectoryIteratorException interrupted) {
            throw interrupted.getCause();
        }
        files.forEach((name, file) -> file.problem().ifPresent(problem -> problems.put(name, problem)));
        return new Snapshot(now, files, principals(files), sessions(files), problems);
    }

    private static Optional<PolicyFile> first(Path file, String name) {
        String stem = name.substring(0, name.length() - ENDING.length());
        int dot = stem.indexOf('.'); // an encoded ARN has none
        String kind = dot < 0 ? "" : stem.substring(dot);
        PolicyType type = TYPES.get(kind);
        return type == null
                ? Optional.empty()
                : PrincipalFileName.keyFrom(stem.substring(0, stem.length() - kind.length()))
                        .map(principal -> PolicyFile.read(file, type, principal));
    }

    private static Map<String, PrincipalPolicies> principals(Map<String, PolicyFile> files) {
        Map<String, PrincipalPolicies> principals = new HashMap<>();
        files.values().stream()
                .filter(file -> file.type() == PolicyType.IDENTITY)
                .forEach(file -> principals.put(file.principal(), new PrincipalPolicies(file.policy())));
        files.values().stream()
                .filter(file -> file.type() == PolicyType.BOUNDARY)
                .forEach(file -> principals.put(
                        file.principal(),
                        principals
                                .getOrDefault(file.principal(), PrincipalPolicies.NONE)
                                .boundary(file.policy())));
        return principals;
    }

    private static Map<String, PolicyDocument> sessions(Map<String, PolicyFile> files) {
        Map<String, PolicyDocument> sessions = new HashMap<>();
        files.values().stream()
                .filter(file -> file.type() == PolicyType.SESSION)
                .forEach(file -> sessions.put(file.principal(), file.policy()));
        return sessions;
    }

    private static void report(Map<String, String> before, Map<String, String> now) {
        now.forEach((name, problem) -> {
            if (!problem.equals(before.get(name))) {
                LOG.warn("Policy file {} is not in force as it is: {}", name, problem);
            }
        });
    }
}
