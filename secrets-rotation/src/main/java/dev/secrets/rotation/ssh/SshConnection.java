package dev.secrets.rotation.ssh;

import dev.secrets.rotation.RotationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** A login by one key, and commands under it. Used by one thread; another may close it. */
final class SshConnection implements AutoCloseable {
    /** With this, and the code of any broken protocol, OpenSSH's server hangs up after the last try that it allows. */
    private static final String NO_TRY_LEFT = "Too many authentication failures";

    private final SshClient client;
    private final ClientSession session;
    private final Duration timeout;

    private SshConnection(SshClient client, ClientSession session, Duration timeout) {
        this.client = client;
        this.session = session;
        this.timeout = timeout;
    }

    /** Logs in; returns nothing if the key was refused. */
    static Optional<SshConnection> login(SshAccount account, KeyPair key, Duration timeout) {
        SshClient client = client(account);
        boolean kept = false;
        try {
            client.start();
            ClientSession session = client.connect(account.username(), account.host(), account.port())
                    .verify(timeout)
                    .getSession();
            session.addPublicKeyIdentity(key);
            kept = isAccepted(session.auth(), timeout);
            return kept ? Optional.of(new SshConnection(client, session, timeout)) : Optional.empty();
        } catch (IOException failure) {
            throw RotationException.retryable("Connecting to the SSH server failed");
        } finally {
            if (!kept) {
                client.stop();
            }
        }
    }

    /** A client that knows one host key and reads no file of the user who runs this. */
    private static SshClient client(SshAccount account) {
        PublicKey expected = account.publicHostKey();
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, actual) -> KeyUtils.compareKeys(expected, actual));
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        return client;
    }

    private static boolean isAccepted(AuthFuture login, Duration timeout) throws IOException {
        if (!login.await(timeout)) {
            throw new IOException("The server did not answer in time");
        }
        if (login.getException() instanceof SshException failure && isRefusal(failure)) {
            return false;
        }
        if (login.getException() != null) {
            throw new IOException(login.getException());
        }
        return login.isSuccess();
    }

    /** A server that allows one try alone hangs up after it, where others say that they know no other way. */
    private static boolean isRefusal(SshException failure) {
        return failure.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                || String.valueOf(failure.getMessage()).contains(NO_TRY_LEFT);
    }

    /** Returns the bytes that a command prints, one character each; its exit status must be 0. */
    String run(String command) {
        try (ByteArrayOutputStream output = new ByteArrayOutputStream()) {
            session.executeRemoteCommand(
                    command, output, OutputStream.nullOutputStream(), StandardCharsets.UTF_8, timeout);
            return output.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException | RuntimeException failure) {
            throw RotationException.retryable("A command on the SSH server failed");
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            client.stop();
        }
    }
}
