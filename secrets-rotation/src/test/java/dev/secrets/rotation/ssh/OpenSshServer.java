package dev.secrets.rotation.ssh;

import dev.secrets.credentials.SshKeyPair;
import dev.secrets.model.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.LockSupport;

/** OpenSSH's server on a loopback port, for the user who runs the tests. */
final class OpenSshServer implements AutoCloseable {
    /** A server that root starts demands it; the distribution's own start of the service makes it. */
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private final Process process;
    private final int port;
    private final String hostKey;

    private OpenSshServer(Process process, int port, String hostKey) {
        this.process = process;
        this.port = port;
        this.hostKey = hostKey;
    }

    static OpenSshServer start(Path sshd, Path directory, Path authorizedKeys) throws Exception {
        Path key = directory.resolve("sshd.key");
        String publicKey;
        try (SecretValue value = SshKeys.generate(KeyType.ED25519);
                SshKeyPair pair = SshKeyPair.parse(value)) {
            Files.writeString(key, value.revealString());
            publicKey = pair.publicKey().orElseThrow();
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(PRIVILEGE_SEPARATION);
        }
        int port = freePort();
        Path configuration = Files.writeString(
                directory.resolve("sshd.conf"),
                "HostKey " + key + "\nAuthorizedKeysFile " + authorizedKeys + "\nStrictModes no\nUsePAM no\n"
                        + "ListenAddress 127.0.0.1\nPort " + port + "\nPidFile none\n");
        Path log = directory.resolve("sshd.log");
        Process process = new ProcessBuilder(sshd.toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!isListening(process, port)) {
            process.destroy();
            throw new IllegalStateException("sshd does not listen: " + Files.readString(log));
        }
        return new OpenSshServer(process, port, publicKey);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(Process process, int port) {
        for (int tries = 0; tries < 1_000 && process.isAlive(); tries++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            } catch (IOException notYet) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        return false;
    }

    SshAccount account(Path authorizedKeys) {
        return new SshAccount("127.0.0.1", port, System.getProperty("user.name"), hostKey, authorizedKeys.toString());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
