package dev.secrets.engine;

import dev.secrets.model.AccessDeniedException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.SecretValue;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.state.Identity;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import dev.secrets.state.ValueSeal;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoredValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a changing operation works with: its secret as it is now, and the means to open and seal values. One attempt long. */
public final class Workspace {
    private final Engine engine;
    private final Call call;
    private final Target target;
    private final long sinceNanos = System.nanoTime();
    private final List<StoredValue> sealedValues = new ArrayList<>();

    Workspace(Engine engine, Call call, Target target) {
        this.engine = engine;
        this.call = call;
        this.target = target;
    }

    /** Returns the secret, which is there. */
    public Secret secret() {
        return target.require().secret();
    }

    /** Returns the secret, which is there and not scheduled for deletion. */
    public Secret active() {
        return secret().requireActive();
    }

    /** Returns the secret if there is one. */
    public Optional<Secret> existing() {
        return target.live().map(LoadedSecret::secret);
    }

    /** Returns the identity of the secret that the call would make: the same in each attempt. */
    public Identity newIdentity(String name) {
        return new Identity(name, call.newUid(), call.newSuffix(), now());
    }

    /** Returns the ARN of the secret that is there. */
    public String arn() {
        return target.require().opened().arn();
    }

    /** Returns the ARN of a secret of this identity. */
    public String arnOf(Identity identity) {
        return environment().arns().of(identity);
    }

    /** Returns the ARN of the secret; of one that is not there, an ARN that it could have. */
    public String arnOrPresumed() {
        boolean named = target.live().isEmpty() && target.reference().suffix().isEmpty();
        return named && target.reference().name().isPresent() ? arnOf(newIdentity(requestedName())) : target.arn();
    }

    /** Returns the name that the caller asked for, which may be that of no secret. */
    public String requestedName() {
        return target.reference().name().orElse(target.reference().given());
    }

    /** Returns the time of the call. */
    public Instant now() {
        return call.time();
    }

    /** Returns the store's clock, by which leases are judged. */
    public Instant storeTime() {
        return engine.repository().storeTime();
    }

    /** Returns what surrounds the engine. */
    public Environment environment() {
        return engine.environment();
    }

    /** Returns whether the version already has this very value, text or bytes. */
    public boolean hasValue(SecretVersion version, SecretValue value) {
        if (version.value().isEmpty()) {
            return false;
        }
        try (SecretValue known = open(version)) {
            return known.sameBytesAs(value);
        }
    }

    /** Returns a version with the value, sealed for a secret. */
    public SecretVersion seal(Identity identity, String versionId, Optional<String> kmsKeyId, SecretValue value) {
        SecretVersion valueless = SecretVersion.valueless(versionId, now(), kmsKeyId);
        return seal(identity, valueless, kmsKeyId, value);
    }

    /** Returns a version of the secret that is there, with the value, sealed under the secret's key. */
    public SecretVersion sealNew(String versionId, SecretValue value) {
        return seal(secret().identity(), versionId, secret().settings().kmsKeyId(), value);
    }

    /** Returns a version with the value of another one of the same secret. */
    public SecretVersion copy(SecretVersion version, String newVersionId) {
        try (SecretValue value = open(version)) {
            return seal(secret().identity(), newVersionId, version.kmsKeyId(), value);
        }
    }

    /** Returns the same version with its value under another key. */
    public SecretVersion reseal(SecretVersion version, Optional<String> kmsKeyId) {
        try (SecretValue value = open(version)) {
            return seal(secret().identity(), version, kmsKeyId, value);
        }
    }

    private SecretValue open(SecretVersion version) {
        call.requireMayDecrypt(version, arn());
        return engine.repository().value(target.require(), version);
    }

    private SecretVersion seal(Identity identity, SecretVersion version, Optional<String> kmsKeyId, SecretValue value) {
        call.requireMayEncrypt(kmsKeyId, arnOf(identity), version.id());
        SealedBytes sealed = engine.repository().seal(identity.uid(), version.id(), kmsKeyId, value);
        sealedValues.add(new StoredValue(version.id(), sealed));
        return version.sealed(kmsKeyId, ValueSeal.of(value.kind(), sealed));
    }

    /** Checks that a key can be used before it is set, as KMS is asked in the name of no version (section 7 of the reference). */
    public void requireUsable(Optional<String> kmsKeyId) {
        call.requireMayEncrypt(kmsKeyId, arnOrPresumed(), "RequestToValidateKeyAccess");
        engine.repository().requireUsable(kmsKeyId);
    }

    /** @throws InvalidRequestException if the caller is of another account and the secret is under the default key */
    public void requireKeyServesCaller(Optional<String> kmsKeyId) {
        call.requireKeyServesCaller(kmsKeyId);
    }

    /** Returns whether the caller could still replace the resource policy if this one were the secret's (checklist POL-08). */
    public boolean couldManageUnder(PolicyDocument resourcePolicy) {
        return call.couldManageUnder(resourcePolicy, target.require().opened());
    }

    /**
     * Checks that the caller would still be allowed to do what it does if the secret had the tags that it gives it (section 11 of
     * the reference).
     *
     * @throws AccessDeniedException if it would not
     */
    public void requireAccessUnder(Secret tagged) {
        call.authorizeUnder(target.require().opened().changed(tagged));
    }

    SealedValues sealedValues() {
        return new SealedValues(sealedValues, sinceNanos);
    }
}
