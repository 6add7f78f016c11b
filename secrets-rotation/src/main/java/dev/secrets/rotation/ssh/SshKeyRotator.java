package dev.secrets.rotation.ssh;

import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import dev.secrets.rotation.Rotator;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Replaces an SSH key: makes a new pair in OpenSSH's format, adds its public key to the account's authorized keys with the old key, tries
 * a login, and removes the old key when the new one is current. The account needs a POSIX shell. The secret is the bare PEM text of
 * {@link dev.secrets.credentials.SshKeyPair}, without a password.
 */
public final class SshKeyRotator implements Rotator {
    private final Function<RotationContext, SshAccount> accounts;
    private final KeyType type;
    private final Duration timeout;

    /** Makes a rotator of Ed25519 keys for one account, with fifteen seconds for each answer of the server. */
    public SshKeyRotator(SshAccount account) {
        this(context -> account, KeyType.ED25519, Duration.ofSeconds(15));
    }

    /**
     * Makes a rotator.
     *
     * @param accounts tells the account of a secret, say by its name or {@link RotationContext#metadata}
     * @param type the kind of new keys
     * @param timeout how long each answer of a server may take; positive
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public SshKeyRotator(Function<RotationContext, SshAccount> accounts, KeyType type, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; must be positive");
        }
        this.accounts = accounts;
        this.type = type;
        this.timeout = timeout;
    }

    @Override
    public String target(RotationContext context) {
        SshAccount account = accounts.apply(context);
        return account.host() + ":" + account.port();
    }

    @Override
    public void createSecret(RotationContext context) throws GeneralSecurityException, IOException {
        if (!context.hasPending()) {
            try (SecretValue value = SshKeys.generate(type)) {
                context.putPending(value);
            }
        }
    }

    @Override
    public void setSecret(RotationContext context) {
        KeyPair pending = require(context.pending());
        boolean done = with(context, pending, connection -> {})
                || installed(context, context.current(), pending)
                || installed(context, context.previous(), pending);
        if (!done) {
            throw RotationException.permanent("The SSH server refuses the pending, the current and the previous key");
        }
    }

    private boolean installed(RotationContext context, Optional<SecretValue> by, KeyPair pending) {
        return by.map(SshKeyRotator::parse)
                .filter(old -> with(context, old, connection -> {
                    context.requireLease();
                    authorizedKeys(context, connection).add(SshKeys.line(pending), SshKeys.line(old));
                }))
                .isPresent();
    }

    @Override
    public void testSecret(RotationContext context) {
        if (!with(context, require(context.pending()), connection -> {})) {
            throw RotationException.retryable("The SSH server refuses the pending key");
        }
    }

    /** The old key goes only after the new one is current, and again if that was interrupted. */
    @Override
    public void finishSecret(RotationContext context) {
        context.finish();
        KeyPair current = require(context.pending());
        context.previous()
                .map(SshKeyRotator::parse)
                .map(SshKeys::line)
                .filter(old -> !old.equals(SshKeys.line(current)))
                .ifPresent(old -> removed(context, current, old));
    }

    private void removed(RotationContext context, KeyPair current, String old) {
        boolean done = with(context, current, connection -> {
            context.requireLease();
            authorizedKeys(context, connection).remove(old, context.clientRequestToken());
        });
        if (!done) {
            throw RotationException.retryable("The SSH server refuses the new key");
        }
    }

    private AuthorizedKeys authorizedKeys(RotationContext context, SshConnection connection) {
        return new AuthorizedKeys(connection, accounts.apply(context).authorizedKeysFile());
    }

    /** Logs in and does the work; returns false if the key was refused. */
    private boolean with(RotationContext context, KeyPair key, Consumer<SshConnection> work) {
        Optional<SshConnection> login = SshConnection.login(accounts.apply(context), key, timeout);
        login.ifPresent(connection -> {
            context.closeOnAbort(connection);
            try (connection) {
                work.accept(connection);
            }
        });
        return login.isPresent();
    }

    private static KeyPair require(Optional<SecretValue> pending) {
        return pending.map(SshKeyRotator::parse)
                .orElseThrow(() -> RotationException.permanent("The pending version has no value"));
    }

    private static KeyPair parse(SecretValue value) {
        try (value) {
            return SshKeys.parse(value);
        }
    }
}
