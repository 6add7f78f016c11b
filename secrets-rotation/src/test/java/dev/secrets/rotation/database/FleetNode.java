package dev.secrets.rotation.database;

import dev.secrets.EmbeddedOptions;
import dev.secrets.audit.AuditListener;
import dev.secrets.model.RotationLease;
import dev.secrets.rotation.RetryPolicy;
import dev.secrets.rotation.RotationListener;
import dev.secrets.rotation.RotationOptions;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.testing.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** A node of a fleet, as a process of its own, with a clock that is wrong. Ends with its standard input. */
final class FleetNode {
    static final Duration LEASE = Duration.ofSeconds(2);

    private FleetNode() {}

    static Process start(StoreLocation location, Duration clockIsOffBy) {
        return ChildJvm.start(
                FleetNode.class, location.kind().name(), location.place(), location.prefix(), clockIsOffBy.toString());
    }

    public static void main(String[] arguments) throws IOException {
        StoreLocation location =
                new StoreLocation(StoreLocation.Kind.valueOf(arguments[0]), arguments[1], arguments[2]);
        InstantSource wrong = InstantSource.offset(InstantSource.system(), Duration.parse(arguments[3]));
        RotationOptions options = RotationOptions.defaults()
                .lease(LEASE)
                .pollInterval(Duration.ofMillis(50))
                .targetCap(4)
                .retry(new RetryPolicy(1_000, Duration.ofMillis(100), Duration.ofSeconds(1)))
                .listener(new RotationListener() {
                    @Override
                    public void succeeded(RotationLease lease) {
                        System.out.println(lease.secretName() + " " + lease.versionId());
                    }
                });
        try (Node node = new Node(
                        location,
                        AuditListener.none(),
                        EmbeddedOptions.defaults().clock(wrong));
                RotationScheduler scheduler = node.scheduler(new SingleUserRotator(new PostgresDatabase()), options)) {
            scheduler.start();
            while (System.in.read() >= 0) {
                // until the test ends
            }
        }
    }
}
