package dev.secrets.state;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPREVIOUS;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes the labels of a copy of some versions; rules 1 to 3 of section 5 of the reference. Used by one thread, once. */
final class LabelEditor {
    private final Map<String, SecretVersion> byId;
    private final Map<String, String> holders;

    LabelEditor(Map<String, SecretVersion> byId, Map<String, String> holders) {
        this.byId = new LinkedHashMap<>(byId);
        this.holders = new HashMap<>(holders);
    }

    /** Adds a version, or gives the one of its id, which is as old as it was and keeps its labels, a value. */
    LabelEditor put(SecretVersion version) {
        byId.merge(
                version.id(),
                version,
                (before, filled) ->
                        before.sealed(filled.kmsKeyId(), filled.value().orElseThrow()));
        return this;
    }

    /** Puts a label on a version, taking it from its present holder. */
    LabelEditor assign(String label, String versionId) {
        detach(label);
        relabel(versionId, labels -> labels.add(label));
        holders.put(label, versionId);
        return this;
    }

    /** Puts AWSCURRENT on a version and AWSPREVIOUS on the one that had it. */
    LabelEditor makeCurrent(String versionId) {
        @Nullable String outgoing = holders.get(AWSCURRENT);
        if (versionId.equals(outgoing)) {
            return this;
        }
        if (outgoing != null) {
            assign(AWSPREVIOUS, outgoing);
        }
        return assign(AWSCURRENT, versionId);
    }

    /** Takes a label from whoever has it. */
    LabelEditor detach(String label) {
        @Nullable String holder = holders.remove(label);
        if (holder != null) {
            relabel(holder, labels -> labels.remove(label));
        }
        return this;
    }

    private void relabel(String versionId, LabelChange change) {
        byId.computeIfPresent(versionId, (id, version) -> {
            Set<String> labels = new TreeSet<>(version.labels());
            change.applyTo(labels);
            return version.labelled(labels);
        });
    }

    Versions done() {
        return Versions.of(byId.values());
    }

    @FunctionalInterface
    private interface LabelChange {
        boolean applyTo(Set<String> labels);
    }
}
