package dev.secrets.store.jdbc;

import dev.secrets.testing.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.h2.tools.Server;

/** An H2 in server mode, in a JVM of its own. */
final class H2Server implements DatabaseServer {
    private static H2Server shared;

    private final ServerProcess process;
    private final String url;

    private H2Server(ServerProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    static synchronized H2Server shared() {
        if (shared == null) {
            Path directory = TemporaryDirectories.create("h2-server");
            int port = ServerProcess.freePort();
            String url = "jdbc:h2:tcp://127.0.0.1:" + port + "/./store";
            List<String> command =
                    ChildJvm.command(Server.class, "-tcp", "-tcpPort", port, "-baseDir", directory, "-ifNotExists");
            ServerProcess process = new ServerProcess(command, directory.resolve("log"), url);
            process.start();
            shared = new H2Server(process, url);
        }
        return shared;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() {
        process.start();
    }
}
