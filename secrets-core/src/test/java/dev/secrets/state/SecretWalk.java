package dev.secrets.state;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPENDING;
import static dev.secrets.model.StagingLabel.AWSPREVIOUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.LeaseLostException;
import dev.secrets.model.RotationRules;
import dev.secrets.model.SecretValue;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.model.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One secret to which things are done at random, in the way in which the engine does them, while time passes. After each the
 * invariants are checked: a refusal of the service is fine, any other exception is not. When the secret is gone, another is made.
 */
final class SecretWalk {
    private static final int MAX_VERSIONS = 400;
    private static final String WRITE = "write";
    private static final List<String> ROTATION = List.of("claim", "fill", "finish", "complete");
    private static final List<String> LABELS =
            List.of(AWSCURRENT, AWSPENDING, AWSPENDING, AWSPREVIOUS, "BLUE", "GREEN", "AWSBLACK");
    private static final List<RotationRules> RULES = List.of(
            RotationRules.afterDays(1),
            RotationRules.afterDays(30).duration("3h"),
            RotationRules.schedule("rate(4 hours)"),
            RotationRules.schedule("cron(0 8,20 * * ? *)"));

    private final Random random;
    private final Map<String, UnaryOperator<Secret>> steps = new LinkedHashMap<>();
    private final SortedMap<String, Integer> taken;
    private final Map<String, ValueSeal> written = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-02-03T10:15:30.123Z");
    private Secret secret;

    /**
     * Begins.
     *
     * @param taken counts what was done, by the name of the step, refusals left out
     */
    SecretWalk(long seed, SortedMap<String, Integer> taken) {
        this.random = new Random(seed);
        this.taken = taken;
        steps.put("put", before -> put(before.requireActive()));
        steps.put("fill", before -> fill(before.requireActive()));
        steps.put("move a label", before -> move(before.requireActive()));
        steps.put("tag", before -> before.requireActive().tag(List.of(new Tag(any(LABELS), word())), now));
        steps.put("untag", before -> before.requireActive().untag(Set.of(any(LABELS)), now));
        steps.put("describe", before -> before.requireActive().described(settings(before), now));
        steps.put("schedule deletion", before -> oneIn(4, before, s -> s.scheduleDeletion(date(30), now)));
        steps.put("restore", before -> before.restore(now));
        steps.put("configure rotation", before -> configure(before.requireActive()));
        steps.put("rotate", before -> configure(before.requireActive()).startRotation(newId(), now));
        steps.put("test rotation", before -> testRotation(before.requireActive()));
        steps.put(
                "cancel rotation",
                before -> oneIn(3, before, s -> s.requireActive().cancelRotation(now)));
        steps.put("resume rotation", before -> before.resumeRotation(now));
        steps.put("claim", this::claim);
        steps.put("renew", before -> leased(before).renew(now.plusSeconds(3_600)));
        steps.put("finish", before -> leased(before.requireActive()).finish(now));
        steps.put("complete", before -> leased(before).complete());
        steps.put("fail", before -> leased(before).fail(retryAt()));
        steps.put("release", before -> leased(before).release());
        steps.put("read", this::read);
        steps.put(
                WRITE,
                before -> before.requireActive().putVersion(valued(newId()), Set.of(AWSCURRENT), MAX_VERSIONS, now));
        steps.keySet().forEach(name -> taken.putIfAbsent(name, 0));
        this.secret = created();
    }

    void run(int count) {
        List<String> names = List.copyOf(steps.keySet());
        for (int i = 0; i < count; i++) {
            pass();
            if (secret.isGone(now)) {
                secret = created();
            }
            take(any(names));
            if (random.nextInt(200) == 0) {
                writeMany();
            }
            if (random.nextInt(10) == 0) {
                ROTATION.forEach(this::take);
            }
        }
    }

    /** Enough for old versions to be removed. */
    private void writeMany() {
        for (int i = 0; i < 60; i++) {
            now = now.plusMillis(1);
            take(WRITE);
        }
    }

    private void take(String name) {
        Secret before = secret;
        try {
            secret = steps.get(name).apply(before);
        } catch (SecretsManagerException | LeaseLostException refusal) {
            return;
        }
        try {
            check(before);
        } catch (AssertionError broken) {
            throw new AssertionError("After the step: " + name + ", at " + now, broken);
        }
        if (!secret.equals(before)) {
            taken.merge(name, 1, Integer::sum);
        }
    }

    private void check(Secret before) {
        SecretInvariants.checkStep(before, secret);
        checkNothingLost(before, secret);
        assertThat(SecretCodec.decode(
                        secret.identity().name(), secret.identity().uid(), SecretCodec.encode(secret)))
                .as("read back")
                .isEqualTo(secret);
    }

    /** Time passes: mostly little, sometimes weeks. */
    private void pass() {
        long most = random.nextInt(20) == 0
                ? Duration.ofDays(40).toMillis()
                : Duration.ofMinutes(5).toMillis();
        now = now.plusMillis(random.nextLong(most));
    }

    private Secret created() {
        written.clear();
        Identity identity = new Identity("app/db", UUID.randomUUID().toString(), "tp4F2g", now);
        Optional<SecretVersion> first = Optional.of(valued(newId())).filter(version -> random.nextBoolean());
        return Secret.created(identity, settings(), first);
    }

    // What callers do

    private Secret put(Secret before) {
        Set<String> labels = someLabels();
        SecretVersion version = valued(newId());
        Secret after = before.putVersion(version, labels, MAX_VERSIONS, now);
        assertThat(after.versions().require(version.id()).labels())
                .as("labels of the new version")
                .containsAll(labels.contains(AWSCURRENT) ? without(labels, AWSPREVIOUS) : labels);
        return after;
    }

    private Set<String> someLabels() {
        Set<String> labels = new HashSet<>();
        do {
            labels.add(any(LABELS));
        } while (random.nextInt(3) == 0);
        return labels;
    }

    private static Set<String> without(Set<String> labels, String label) {
        Set<String> rest = new HashSet<>(labels);
        rest.remove(label);
        return rest;
    }

    /** Writes the value that a rotation waits for, as a rotation function does. */
    private Secret fill(Secret before) {
        return before.versions()
                .labelled(AWSPENDING)
                .filter(pending -> pending.value().isEmpty())
                .map(pending -> before.putVersion(valued(pending.id()), Set.of(AWSPENDING), MAX_VERSIONS, now))
                .orElse(before);
    }

    private Secret move(Secret before) {
        String label = any(LABELS);
        Optional<String> holder = before.versions().labelled(label).map(SecretVersion::id);
        Optional<String> from = random.nextInt(8) == 0 ? anyId(before) : holder;
        Optional<String> to = random.nextInt(4) == 0 ? Optional.empty() : anyId(before);
        Secret after = before.updateStage(label, from, to, now);
        assertThat(after.versions().labelled(label).map(SecretVersion::id))
                .as("holder of %s", label)
                .isEqualTo(to);
        return after;
    }

    private Secret configure(Secret before) {
        RotationConfiguration given = new RotationConfiguration(
                Optional.of("rotator"),
                Optional.of(any(RULES)).filter(rules -> random.nextInt(4) > 0),
                Optional.empty(),
                Optional.empty());
        return before.requireNoRotationUnderWay()
                .configureRotation(before.rotationOrNone().configuration().overriddenBy(given), now, now);
    }

    private Secret testRotation(Secret before) {
        Secret configured = configure(before);
        return before.versions().current().isEmpty() ? configured : configured.startRotationTest(valued(newId()), now);
    }

    private Secret read(Secret before) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(random.nextInt(3));
        return anyId(before).map(id -> before.accessed(id, day)).orElse(before);
    }

    // What workers do

    private Secret claim(Secret before) {
        return before.isRotationDue(now)
                ? before.claimRotation(new Rotation.Lease("worker", now.plusSeconds(3_600)), newId(), now)
                : before;
    }

    /** By the epoch that holds, mostly. */
    private LeasedRotation leased(Secret before) {
        return before.requireLease(before.rotationOrNone().epoch() - (random.nextInt(8) == 0 ? 1 : 0), now);
    }

    private Optional<Instant> retryAt() {
        return Optional.of(now.plusSeconds(random.nextInt(600))).filter(time -> random.nextBoolean());
    }

    // Nothing is lost

    /** A version goes only for want of a label: as the copy that a rotator was tested on, or old, with a hundred others left. */
    private void checkNothingLost(Secret before, Secret after) {
        for (SecretVersion version : before.versions().all()) {
            Optional<SecretVersion> kept = after.versions().find(version.id());
            if (kept.isEmpty()) {
                assertThat(isTested(before, version) || isPruned(version, after))
                        .as("%s may go", version)
                        .isTrue();
                written.remove(version.id());
            }
        }
        assertThat(after.versions().all())
                .as("each value is the one that was written")
                .filteredOn(version -> version.value().isPresent())
                .allMatch(version -> version.value().get().equals(written.get(version.id())));
    }

    private static boolean isTested(Secret before, SecretVersion version) {
        return before.rotationOrNone()
                .attempt()
                .filter(attempt -> attempt.purpose() == Rotation.Purpose.TEST)
                .filter(attempt -> attempt.versionId().equals(version.id()))
                .isPresent();
    }

    private boolean isPruned(SecretVersion version, Secret after) {
        return version.createdDate().isBefore(now.minus(Duration.ofHours(24)))
                && after.versions().all().stream()
                                .filter(SecretVersion::isDeprecated)
                                .count()
                        >= 100;
    }

    // Material

    private SecretVersion valued(String id) {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        ValueSeal seal =
                new ValueSeal(random.nextBoolean() ? SecretValue.Kind.STRING : SecretValue.Kind.BINARY, digest);
        written.put(id, seal);
        return SecretVersion.withValue(id, now, Optional.empty(), seal);
    }

    private Settings settings(Secret before) {
        return before.settings()
                .description(word())
                .kmsKeyId(Optional.of(word()).filter(w -> random.nextBoolean()));
    }

    private Settings settings() {
        return Settings.NONE.description(random.nextBoolean() ? "" : word()).tagged(List.of(new Tag("team", word())));
    }

    private Instant date(int days) {
        return now.plus(Duration.ofDays(7 + random.nextInt(days - 6)));
    }

    private String newId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String word() {
        return Long.toString(random.nextLong(), Character.MAX_RADIX);
    }

    /** The id of a version, often of the newest or of one that has a label; sometimes of none. */
    private Optional<String> anyId(Secret before) {
        List<String> all =
                before.versions().all().stream().map(SecretVersion::id).toList();
        List<String> labelled = List.copyOf(before.versions().labelsByVersion().keySet());
        if (all.isEmpty() || random.nextInt(20) == 0) {
            return Optional.of(newId());
        }
        return Optional.of(
                switch (labelled.isEmpty() ? 0 : random.nextInt(4)) {
                    case 0 -> any(all);
                    case 1 -> all.get(all.size() - 1);
                    default -> any(labelled);
                });
    }

    private Secret oneIn(int times, Secret before, UnaryOperator<Secret> step) {
        return random.nextInt(times) == 0 ? step.apply(before) : before;
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
