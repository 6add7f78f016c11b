package dev.secrets.cli.endpoint;

import dev.secrets.cli.shell.ExitCode;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Shell;
import dev.secrets.cli.store.OpenStore;
import dev.secrets.cli.store.StoreCommand;
import dev.secrets.wire.JsonProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rotates what is due, once. Meanwhile an endpoint is there for the functions that rotate, at a port of its own. */
@Command(
        name = "rotate",
        description =
                "Rotates the secrets that are due, once, with the rotators of the file, and deletes those whose recovery"
                        + " window is over: for a timer of the system, where no serve runs.")
public final class RotateCommand extends StoreCommand {
    @Option(names = "--due", required = true, description = "What to rotate: what is due.")
    private boolean due;

    /** Makes the command. */
    public RotateCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        settings().require(Setting.ROTATORS);
        RequestMetrics metrics =
                new RequestMetrics(new JsonProtocol().operations().keySet());
        ServedParts parts = ServedParts.of(settings(), metrics);
        try (OpenStore store = OpenStore.open(settings(), shell(), parts.added());
                Server server = new Server(store, options(store, parts), metrics)) {
            shell().print("Tried " + server.rotateDue() + " rotations");
        }
        return ExitCode.SUCCESS;
    }

    private static Server.Options options(OpenStore store, ServedParts parts) {
        return new Server.Options(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store.options().region(),
                Map.of(),
                false,
                true,
                Optional.empty(),
                EndpointLimits.DEFAULTS,
                parts.rotators(),
                parts.sessions());
    }
}
