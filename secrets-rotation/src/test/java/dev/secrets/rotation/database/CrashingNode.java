package dev.secrets.rotation.database;

import dev.secrets.rotation.RotationOptions;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.RotationStep;
import dev.secrets.testing.ChildJvm;
import java.time.Duration;

/** A node that is killed at a point of a rotation: run as a process of its own. */
final class CrashingNode {
    private CrashingNode() {}

    /** Starts one; it ends with the status of a killed process. */
    static Process start(StoreLocation location, DatabaseServer target, CrashPoint point) {
        return ChildJvm.start(
                CrashingNode.class,
                location.kind().name(),
                location.place(),
                location.prefix(),
                target.database().getClass().getSimpleName(),
                point.step().name(),
                point.moment().name());
    }

    public static void main(String[] arguments) {
        StoreLocation location =
                new StoreLocation(StoreLocation.Kind.valueOf(arguments[0]), arguments[1], arguments[2]);
        Database database = arguments[3].equals(PostgresDatabase.class.getSimpleName())
                ? new PostgresDatabase()
                : new MySqlDatabase();
        CrashPoint point = new CrashPoint(RotationStep.valueOf(arguments[4]), CrashPoint.Moment.valueOf(arguments[5]));
        CrashingRotator rotator =
                new CrashingRotator(database, point, () -> Runtime.getRuntime().halt(137));
        try (Node node = new Node(location);
                RotationScheduler scheduler =
                        node.scheduler(rotator, RotationOptions.defaults().lease(Duration.ofSeconds(4)))) {
            scheduler.runDue();
        }
    }
}
