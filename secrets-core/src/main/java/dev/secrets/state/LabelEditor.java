package dev.secrets.state;

import static dev.secrets.model.StagingLabel.AWSCURRENT;
import static dev.secrets.model.StagingLabel.AWSPREVIOUS;

import java.util.ArrayList;
import java.util.List;

/** Changes the labels of a copy of some versions; rules 1 to 3 of section 5 of the reference. Used by one thread, once. */
final class LabelEditor {
    private final List<SecretVersion> versions;

    LabelEditor(List<SecretVersion> versions) {
        this.versions = new ArrayList<>(versions.size() + 1);
        this.versions.addAll(versions);
    }

    /** Adds a version, or gives the one of its id, which is as old as it was and keeps its labels, a value. */
    LabelEditor put(SecretVersion version) {
        int known = indexOf(version.id());
        if (known == Versions.NOWHERE) {
            versions.add(version);
        } else {
            SecretVersion before = versions.get(known);
            versions.set(
                    known, before.sealed(version.kmsKeyId(), version.value().orElseThrow()));
        }
        return this;
    }

    /** Puts a label on a version, taking it from its present holder. */
    LabelEditor assign(String label, String versionId) {
        detach(label);
        int holder = indexOf(versionId);
        versions.set(holder, versions.get(holder).with(label));
        return this;
    }

    /** Puts AWSCURRENT on a version and AWSPREVIOUS on the one that had it. */
    LabelEditor makeCurrent(String versionId) {
        int current = holderOf(AWSCURRENT);
        if (current != Versions.NOWHERE) {
            String outgoing = versions.get(current).id();
            if (outgoing.equals(versionId)) {
                return this;
            }
            detach(AWSCURRENT);
            assign(AWSPREVIOUS, outgoing);
        }
        return assign(AWSCURRENT, versionId);
    }

    /** Takes a label from whoever has it. */
    LabelEditor detach(String label) {
        int holder = holderOf(label);
        if (holder != Versions.NOWHERE) {
            versions.set(holder, versions.get(holder).without(label));
        }
        return this;
    }

    private int indexOf(String versionId) {
        return Versions.lastIndexOf(versions, version -> version.id().equals(versionId));
    }

    private int holderOf(String label) {
        return Versions.lastIndexOf(versions, version -> version.has(label));
    }

    Versions done() {
        return Versions.of(versions);
    }
}
