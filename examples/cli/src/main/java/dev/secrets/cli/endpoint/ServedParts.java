package dev.secrets.cli.endpoint;

import dev.secrets.audit.MeterAuditListener;
import dev.secrets.cli.rotators.RotatorsFile;
import dev.secrets.cli.shell.Setting;
import dev.secrets.cli.shell.Settings;
import dev.secrets.cli.store.OpenStore;
import java.nio.file.Path;

/**
 * What serving adds to a store.
 *
 * @param rotators the rotators that are served; RotateSecret refuses all other names
 * @param sessions the credentials of rotation functions
 * @param added what the store is opened with for them
 */
record ServedParts(RotatorsFile rotators, RotationSessions sessions, OpenStore.Parts added) {
    static ServedParts of(Settings settings, RequestMetrics metrics) {
        RotatorsFile rotators = settings.get(Setting.ROTATORS)
                .map(file -> RotatorsFile.read(Path.of(file)))
                .orElseGet(RotatorsFile::empty);
        RotationSessions sessions = new RotationSessions();
        MeterAuditListener meters = new MeterAuditListener(metrics.registry());
        OpenStore.Parts added = new OpenStore.Parts(
                sessions::with,
                trail -> event -> {
                    trail.audit(event);
                    meters.audit(event);
                },
                options -> options.rotationTargets(rotators.names()::contains));
        return new ServedParts(rotators, sessions, added);
    }
}
