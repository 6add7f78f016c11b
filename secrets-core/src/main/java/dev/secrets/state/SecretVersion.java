package dev.secrets.state;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One version of a secret. Its value never changes once it has one; its labels move.
 *
 * @param id the client request token that made it
 * @param createdDate when it was made
 * @param kmsKeyId the key that its value is sealed under; the default key when absent
 * @param value the seal of its value; absent while a rotation has not made one yet
 * @param labels its staging labels, sorted, each once; without any it is deprecated
 * @param lastAccessedDay the day of its last read, in UTC
 */
public record SecretVersion(
        String id,
        Instant createdDate,
        Optional<String> kmsKeyId,
        Optional<ValueSeal> value,
        List<String> labels,
        Optional<LocalDate> lastAccessedDay) {
    /** Sorts the labels. */
    public SecretVersion {
        labels = List.copyOf(labels.size() < 2 ? labels : new TreeSet<>(labels));
    }

    /** Makes a version that has a value and no label yet. */
    public static SecretVersion withValue(String id, Instant createdDate, Optional<String> kmsKeyId, ValueSeal value) {
        return new SecretVersion(id, createdDate, kmsKeyId, Optional.of(value), List.of(), Optional.empty());
    }

    /** Makes the place of a value that a rotation is about to make. */
    public static SecretVersion valueless(String id, Instant createdDate, Optional<String> kmsKeyId) {
        return new SecretVersion(id, createdDate, kmsKeyId, Optional.empty(), List.of(), Optional.empty());
    }

    /** Returns whether the version carries no label: hidden from default lists, and prunable. */
    public boolean isDeprecated() {
        return labels.isEmpty();
    }

    /** Returns whether the version carries the label. */
    public boolean has(String label) {
        return labels.contains(label);
    }

    /** Returns the same version with its value sealed anew, under this key. */
    public SecretVersion sealed(Optional<String> newKmsKeyId, ValueSeal newValue) {
        return new SecretVersion(id, createdDate, newKmsKeyId, Optional.of(newValue), labels, lastAccessedDay);
    }

    SecretVersion with(String label) {
        List<String> more = new ArrayList<>(labels);
        more.add(label);
        return labelled(more);
    }

    SecretVersion without(String label) {
        List<String> rest = new ArrayList<>(labels);
        rest.remove(label);
        return labelled(rest);
    }

    private SecretVersion labelled(List<String> newLabels) {
        return new SecretVersion(id, createdDate, kmsKeyId, value, newLabels, lastAccessedDay);
    }

    SecretVersion accessed(LocalDate day) {
        return new SecretVersion(id, createdDate, kmsKeyId, value, labels, Optional.of(day));
    }
}
