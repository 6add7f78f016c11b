package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.SecretsManager;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.rotation.database.AlternatingUsersRotator;
import dev.secrets.rotation.database.MySqlDatabase;
import dev.secrets.rotation.database.PostgresDatabase;
import dev.secrets.rotation.database.SingleUserRotator;
import dev.secrets.rotation.ssh.SshAccount;
import dev.secrets.rotation.ssh.SshKeyRotator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Rotators close the values that they are given, also when an earlier try has written the pending one. */
final class ClosedValuesTest {
    private static final String LOGIN =
            "{\"username\":\"app\",\"password\":\"p\",\"host\":\"db1\",\"port\":5432,\"engine\":\"postgres\"}";

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    private static void assertClosesAll(Rotator rotator, String current) throws Exception {
        RememberingContext context = new RememberingContext(current);
        rotator.target(context);
        rotator.createSecret(context);
        rotator.createSecret(context);

        assertThat(context.open()).isEmpty();
    }

    @Test
    void valueRotator_allSteps_closesAll() throws Exception {
        Rotator rotator = new GeneratedValueRotator(new GetRandomPasswordRequest());
        assertClosesAll(rotator, "first");

        RememberingContext context = new RememberingContext("first");
        rotator.createSecret(context);
        rotator.setSecret(context);
        rotator.testSecret(context);
        assertThat(context.open()).isEmpty();
    }

    @Test
    void createSecret_ofASingleUser_closesAll() throws Exception {
        assertClosesAll(new SingleUserRotator(new PostgresDatabase()), LOGIN);
    }

    @Test
    void createSecret_ofAlternatingUsers_closesAll() throws Exception {
        SecretsManager superusers = fixture.secrets;
        assertClosesAll(new AlternatingUsersRotator(new MySqlDatabase(), superusers), LOGIN);
    }

    @Test
    void createSecret_ofAnSshKey_closesAll() throws Exception {
        String hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMEwR4O1YsNl6otiuRrjuYaqc2jNxmRcZCeEKi/pbA8Q";
        assertClosesAll(new SshKeyRotator(new SshAccount("localhost", 22, "app", hostKey)), "first");
    }
}
