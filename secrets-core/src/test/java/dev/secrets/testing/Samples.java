package dev.secrets.testing;

import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/** Records and values whose bytes say what they belong to, so that a mix-up shows. */
final class Samples {
    static final String UID = "5d1a9f3e-0c1b-4a52-9f2a-6f6d3c0f7a01";
    static final String OTHER_UID = "b07c54aa-3a0e-4d0a-8a55-20d1f64f1b02";

    private Samples() {}

    /** A record at its first revision, without a current version or a due time. */
    static StoredSecret secret(String name) {
        return secret(name, UID, 1);
    }

    static StoredSecret secret(String name, String uid, long revision) {
        return new StoredSecret(
                name, uid, revision, Optional.empty(), Optional.empty(), text(name + '|' + uid + '|' + revision));
    }

    /** The record one revision later, with new metadata and else unchanged. */
    static StoredSecret next(StoredSecret before) {
        StoredSecret bare = secret(before.name(), before.secretUid(), before.revision() + 1);
        return new StoredSecret(
                bare.name(),
                bare.secretUid(),
                bare.revision(),
                before.dueAt(),
                before.currentVersionId(),
                bare.metadata());
    }

    static StoredSecret current(StoredSecret secret, String versionId) {
        return new StoredSecret(
                secret.name(),
                secret.secretUid(),
                secret.revision(),
                secret.dueAt(),
                Optional.of(versionId),
                secret.metadata());
    }

    static StoredSecret due(StoredSecret secret, Instant dueAt) {
        return due(secret, Optional.of(dueAt));
    }

    static StoredSecret notDue(StoredSecret secret) {
        return due(secret, Optional.empty());
    }

    static StoredSecret metadata(StoredSecret secret, SealedBytes metadata) {
        return new StoredSecret(
                secret.name(),
                secret.secretUid(),
                secret.revision(),
                secret.dueAt(),
                secret.currentVersionId(),
                metadata);
    }

    static StoredValue value(String versionId, String content) {
        return new StoredValue(versionId, text(content));
    }

    /** A version id as the engine makes them. */
    static String versionId(int number) {
        return "version-%024d".formatted(number);
    }

    static SealedBytes text(String content) {
        return SealedBytes.wrap(content.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that no store can pack: what sealed bytes look like. */
    static SealedBytes noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return SealedBytes.wrap(bytes);
    }

    private static StoredSecret due(StoredSecret secret, Optional<Instant> dueAt) {
        return new StoredSecret(
                secret.name(),
                secret.secretUid(),
                secret.revision(),
                dueAt,
                secret.currentVersionId(),
                secret.metadata());
    }
}
