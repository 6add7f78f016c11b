package dev.secrets.state;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPENDING;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LimitExceededException;
import dev.secrets.model.ResourceNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The versions of a secret, oldest first, and the label engine (section 5 of the reference). Invariants: a label sits on at most
 * one version; as soon as any version has a value, exactly one version carries AWSCURRENT, and that one has a value.
 *
 * <p>A plain list, since most secrets have two or three: that is searched as fast as a map and takes a fraction of its memory. What
 * is asked for is mostly young, so searches begin at the end.
 */
public final class Versions {
    /** No versions. */
    public static final Versions NONE = new Versions(List.of());

    static final int NOWHERE = -1;
    static final int MAX_LABELS = 20;
    static final int MAX_UNLABELLED = 100;
    static final Duration PROTECTED_FROM_PRUNING = Duration.ofHours(24);

    private final List<SecretVersion> all;

    private Versions(List<SecretVersion> versions) {
        this.all = List.copyOf(versions);
        all.forEach(this::requireSoleHolder);
    }

    private void requireSoleHolder(SecretVersion version) {
        for (String label : version.labels()) {
            if (labelled(label).orElseThrow() != version) {
                throw new IllegalStateException("Staging label " + label + " is on two versions");
            }
        }
    }

    /** Returns the versions given, which come oldest first and are of different ids. */
    public static Versions of(List<SecretVersion> versions) {
        return new Versions(versions);
    }

    /** Returns all versions, oldest first. */
    public List<SecretVersion> all() {
        return all;
    }

    /** Returns how many versions there are. */
    public int size() {
        return all.size();
    }

    /** Returns the version of the id. */
    public Optional<SecretVersion> find(String versionId) {
        return at(placeOf(versionId));
    }

    /** Returns the version that carries the label. */
    public Optional<SecretVersion> labelled(String label) {
        return at(lastIndexOf(all, version -> version.has(label)));
    }

    private Optional<SecretVersion> at(int place) {
        return place == NOWHERE ? Optional.empty() : Optional.of(all.get(place));
    }

    static int lastIndexOf(List<SecretVersion> versions, Predicate<SecretVersion> wanted) {
        int place = versions.size() - 1;
        while (place > NOWHERE && !wanted.test(versions.get(place))) {
            place--;
        }
        return place;
    }

    /** Returns the version that carries AWSCURRENT. */
    public Optional<SecretVersion> current() {
        return labelled(AWSCURRENT);
    }

    /**
     * Returns the version of the id.
     *
     * @throws ResourceNotFoundException with the service's text (checklist GET-05)
     */
    public SecretVersion require(String versionId) {
        return find(versionId)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "Secrets Manager can't find the specified secret value for VersionId: " + versionId));
    }

    /**
     * Returns the version that carries the label.
     *
     * @throws ResourceNotFoundException with the service's text (checklist GET-06)
     */
    public SecretVersion requireLabelled(String label) {
        return labelled(label)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "Secrets Manager can't find the specified secret value for staging label: " + label));
    }

    /** Returns the labels of each version that has any (checklist DESC-02). */
    public Map<String, List<String>> labelsByVersion() {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        all.stream().filter(v -> !v.isDeprecated()).forEach(v -> labels.put(v.id(), v.labels()));
        return labels;
    }

    /** Returns the ids of these versions that are not among others, which are mostly the same ones in the same order. */
    public Set<String> idsMissingIn(Versions others) {
        Set<String> missing = new HashSet<>();
        int expected = 0;
        for (SecretVersion version : all) {
            int place = others.isAt(expected, version.id()) ? expected : others.placeOf(version.id());
            if (place == NOWHERE) {
                missing.add(version.id());
            } else {
                expected = place + 1;
            }
        }
        return missing;
    }

    private boolean isAt(int place, String versionId) {
        return place < all.size() && all.get(place).id().equals(versionId);
    }

    private int placeOf(String versionId) {
        return lastIndexOf(all, version -> version.id().equals(versionId));
    }

    boolean anyHasValue() {
        return all.stream().anyMatch(version -> version.value().isPresent());
    }

    /**
     * Adds a version that has a value, or gives the valueless one of that id its value, and assigns labels to it. The first
     * value of a secret always becomes current (checklist PUT-08); a version that becomes current this way ends a rotation under
     * way, whose AWSPENDING is removed (PUT-18).
     */
    Versions put(SecretVersion version, Set<String> labels) {
        LabelEditor editor = edit();
        boolean becomesCurrent = labels.contains(AWSCURRENT) || !anyHasValue();
        editor.put(version);
        if (becomesCurrent && !labels.contains(AWSPENDING)) {
            editor.detach(AWSPENDING);
        }
        for (String label : labels) {
            if (!label.equals(AWSCURRENT)) {
                editor.assign(label, version.id());
            }
        }
        if (becomesCurrent) {
            editor.makeCurrent(version.id());
        }
        return editor.done();
    }

    /** Adds a version, with or without a value, that carries AWSPENDING, taken from whoever has it. */
    Versions startPending(SecretVersion version) {
        LabelEditor editor = edit();
        editor.put(version);
        editor.assign(AWSPENDING, version.id());
        return editor.done();
    }

    /** Returns these versions without a label; without that label they are returned as they are. */
    Versions detach(String label) {
        return edit().detach(label).done();
    }

    /** Returns these versions without a label on one of them; a label that another one has stays there. */
    Versions detach(String label, String versionId) {
        return find(versionId).filter(version -> version.has(label)).isPresent() ? detach(label) : this;
    }

    /** Returns these versions without one of them. */
    Versions without(String versionId) {
        return without(Set.of(versionId));
    }

    private Versions without(Set<String> versionIds) {
        return new Versions(all.stream()
                .filter(version -> !versionIds.contains(version.id()))
                .toList());
    }

    /** Makes a version current, as a rotation does that has finished: its AWSPENDING stays (section 13.4 of the reference). */
    Versions makeCurrent(String versionId) {
        return edit().makeCurrent(versionId).done();
    }

    /** Attaches, moves or detaches one label: UpdateSecretVersionStage (section 4.6 of the reference). */
    Versions updateStage(String label, Optional<String> removeFrom, Optional<String> moveTo) {
        if (removeFrom.isEmpty() && moveTo.isEmpty()) {
            throw new InvalidParameterException("You must specify RemoveFromVersionId, MoveToVersionId, or both.");
        }
        removeFrom.ifPresent(this::require);
        moveTo.ifPresent(this::require);
        Optional<String> holder = labelled(label).map(SecretVersion::id);
        boolean isThere = moveTo.isPresent() && moveTo.equals(holder);
        if (isThere && (removeFrom.isEmpty() || removeFrom.equals(holder))) {
            return this;
        }
        requireNamedHolder(label, holder, removeFrom);
        return moveTo.isPresent() ? move(label, moveTo.get()) : remove(label);
    }

    private static void requireNamedHolder(String label, Optional<String> holder, Optional<String> removeFrom) {
        if (holder.isPresent() && removeFrom.isEmpty()) {
            throw new InvalidParameterException(
                    "The parameter RemoveFromVersionId can't be empty. Staging label " + label
                            + " is currently attached to version " + holder.get()
                            + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
        if (!removeFrom.equals(holder)) {
            throw new InvalidParameterException("The parameter RemoveFromVersionId is incorrect. Staging label " + label
                    + " is currently not attached to version " + removeFrom.orElseThrow() + ".");
        }
    }

    private Versions move(String label, String versionId) {
        if (!label.equals(AWSCURRENT)) {
            return edit().assign(label, versionId).done();
        }
        if (require(versionId).value().isEmpty()) {
            throw new InvalidRequestException(
                    "You can't move staging label AWSCURRENT to a version that has no value.");
        }
        return makeCurrent(versionId);
    }

    private Versions remove(String label) {
        if (label.equals(AWSCURRENT)) {
            throw new InvalidParameterException(
                    "You can only move staging label AWSCURRENT to a different secret version. "
                            + "It can't be completely removed.");
        }
        return detach(label);
    }

    /** Returns these versions with one of them replaced by another of the same id. */
    Versions replace(String versionId, UnaryOperator<SecretVersion> change) {
        return new Versions(all.stream()
                .map(version -> version.id().equals(versionId) ? change.apply(version) : version)
                .toList());
    }

    /**
     * Removes the oldest unlabelled versions that are more than a day old until at most a hundred unlabelled ones are left
     * (section 6 of the reference, checklist KEEP-01 to KEEP-03).
     */
    Versions prune(Instant now) {
        if (all.size() <= MAX_UNLABELLED) {
            return this;
        }
        List<SecretVersion> unlabelled =
                all.stream().filter(SecretVersion::isDeprecated).toList();
        Instant youngest = now.minus(PROTECTED_FROM_PRUNING);
        Set<String> pruned = unlabelled.stream()
                .filter(version -> version.createdDate().isBefore(youngest))
                .limit(Math.max(0, unlabelled.size() - MAX_UNLABELLED))
                .map(SecretVersion::id)
                .collect(Collectors.toSet());
        return pruned.isEmpty() ? this : without(pruned);
    }

    /**
     * Checks what a change has made of the versions before. Rotations add a version and a label without asking; what adds none is
     * not refused because they did.
     *
     * @throws LimitExceededException if the change added a label or a version beyond what a secret may have
     */
    Versions requireWithinLimits(Versions before, int maxVersions) {
        if (labelCount() > Math.max(MAX_LABELS, before.labelCount())) {
            throw new LimitExceededException(
                    "A secret can't have more than " + MAX_LABELS + " staging labels over all its versions.");
        }
        if (size() > Math.max(maxVersions, before.size())) {
            throw new LimitExceededException("A secret can't have more than " + maxVersions
                    + " versions. Versions without a staging label are removed when they are more than a day old.");
        }
        return this;
    }

    private int labelCount() {
        int count = 0;
        for (SecretVersion version : all) {
            count += version.labels().size();
        }
        return count;
    }

    /** Returns whether the other versions are these, whenever they were read and however often they were sealed anew. */
    boolean hasSameContent(Versions other) {
        return content().equals(other.content());
    }

    private List<List<Object>> content() {
        return all.stream()
                .map(version -> List.<Object>of(
                        version.id(), version.createdDate(), version.value().map(ValueSeal::kind), version.labels()))
                .toList();
    }

    private LabelEditor edit() {
        return new LabelEditor(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Versions that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return "Versions" + labelsByVersion();
    }
}
