package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.assertReplica;
import static dev.secrets.RegionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.StatusType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Regions that become known while the manager works. */
final class AddRegionTest {
    private static final String NAME = "prod/db";
    private static final Duration SOON = Duration.ofSeconds(30);

    @AutoClose
    private final RegionsFixture regions = new RegionsFixture();

    private final Region eu = new Region(regions.eu.store, regions.eu.keys);

    /** Knows no other region yet. */
    private EmbeddedSecretsManager alone(boolean replicates) {
        return regions.us.with(regions.us.options().regions(Map.of()).replicates(replicates));
    }

    @Test
    void addedRegion_isATargetFromNowOn_andNoOtherIs() {
        try (EmbeddedSecretsManager secrets = alone(false)) {
            secrets.createSecret(NAME, "v");
            assertThatThrownBy(() -> secrets.replicateSecretToRegions(request(NAME, EU)))
                    .isInstanceOf(InvalidParameterException.class);

            secrets.addRegion(EU, eu);
            secrets.replicateSecretToRegions(request(NAME, EU));
            secrets.replicationQueue().run();

            assertReplica(regions.us, regions.eu, NAME);
            assertThatThrownBy(() -> secrets.replicateSecretToRegions(request(NAME, AP)))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining(EU);
        }
    }

    @Test
    void addedRegion_isCopiedTo_inTheBackground() {
        try (EmbeddedSecretsManager secrets = alone(true)) {
            secrets.createSecret(NAME, "v");
            secrets.addRegion(EU, eu);
            secrets.replicateSecretToRegions(request(NAME, EU));

            awaitInSync();
        }
    }

    @Test
    void addedRegion_getsWhatItWasOwedBefore() {
        regions.us.secrets.createSecret(NAME, "v");
        regions.us.replicate(NAME, EU);
        try (EmbeddedSecretsManager secrets = alone(true)) {
            secrets.addRegion(AP, new Region(regions.ap.store, regions.ap.keys));
            secrets.addRegion(EU, eu);

            awaitInSync();
        }
    }

    private void awaitInSync() {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!regions.us.status(NAME, EU).equals(java.util.Optional.of(StatusType.IN_SYNC))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void ownRegion_andOneThatIsKnown_stayAsTheyAre() {
        try (EmbeddedSecretsManager secrets = alone(false)) {
            secrets.addRegion(regions.us.name, eu);
            secrets.addRegion(EU, eu);
            secrets.addRegion(EU, new Region(regions.ap.store, regions.ap.keys));
            secrets.createSecret(NAME, "v");

            secrets.replicateSecretToRegions(request(NAME, EU));
            secrets.replicationQueue().run();

            assertThat(regions.eu.has(NAME)).isTrue();
            assertThat(regions.ap.has(NAME)).isFalse();
            assertThatThrownBy(() -> secrets.addRegion("Nowhere", eu)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
