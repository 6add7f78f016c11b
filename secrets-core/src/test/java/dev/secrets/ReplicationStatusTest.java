package dev.secrets;

import static dev.secrets.RegionsFixture.AP;
import static dev.secrets.RegionsFixture.EU;
import static dev.secrets.RegionsFixture.NAME;
import static dev.secrets.RegionsFixture.US;
import static dev.secrets.RegionsFixture.assertReplica;
import static dev.secrets.RegionsFixture.inSync;
import static dev.secrets.RegionsFixture.replicaStatus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.RegionsFixture.Site;
import dev.secrets.audit.AuditEvent;
import dev.secrets.maintenance.VerificationFinding;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ReplicationReport;
import dev.secrets.model.ReplicationStatusType;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.StatusType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What replication shows (section 16 of the reference), and what becomes of names that are in use. */
final class ReplicationStatusTest {
    @AutoClose
    private final RegionsFixture fixture = new RegionsFixture();

    private final Site us = fixture.us;
    private final Site eu = fixture.eu;
    private final CreateSecretResponse created = fixture.createPrimary();

    // Names in use

    @Test
    @Tag("REPL-04")
    void replicate_nameInUse_failsUnlessOverwritten() {
        eu.secrets.createSecret(NAME, "theirs");
        fixture.replicated(EU);

        ReplicationStatusType failed = replicaStatus(
                EU, StatusType.FAILED, Optional.of("Secret with this name already exists in this region"));
        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(failed));
        assertThat(eu.value(NAME)).isEqualTo("theirs");
        us.replicateLater();
        assertThat(eu.value(NAME)).isEqualTo("theirs");

        us.overwrite(NAME, EU);
        us.replicate();
        assertReplica(us, eu, NAME);
        assertThat(eu.value(NAME)).isEqualTo("one");
    }

    /** A primary must not strand the replicas of another one, and a secret that waits for its deletion is in the way, too. */
    @Test
    @Tag("REPL-04")
    void overwrite_ofAnotherPrimary_fails() {
        eu.secrets.createSecret(NAME, "theirs");
        eu.replicate(NAME, AP);
        eu.replicate();
        us.overwrite(NAME, EU);
        us.replicate();

        assertThat(us.replica(NAME, EU).orElseThrow().statusMessage())
                .contains("Secret with this name already exists in this region, and has replicas of its own");
        assertThat(eu.value(NAME)).isEqualTo("theirs");
    }

    @Test
    @Tag("REPL-04")
    void replicate_nameScheduledForDeletion_failsUntilItIsGone() {
        eu.secrets.createSecret(NAME, "theirs");
        eu.secrets.deleteSecret(new DeleteSecretRequest(NAME).recoveryWindowInDays(7));
        fixture.replicated(EU);
        assertThat(us.status(NAME, EU)).contains(StatusType.FAILED);

        fixture.clock.advance(Duration.ofDays(7));
        us.replicate();
        assertReplica(us, eu, NAME);
    }

    /** The permission to overwrite is spent by the first copy: who was promoted later is not overwritten by it. */
    @Test
    void overwrite_isForOneCopyOnly() {
        eu.secrets.createSecret(NAME, "theirs");
        us.overwrite(NAME, EU);
        us.replicate();
        eu.promote(NAME);
        eu.put(NAME, "zwei");
        us.put(NAME, "two");
        us.replicate();

        assertThat(eu.value(NAME)).isEqualTo("zwei");
        assertThat(us.describe(NAME).replicationStatus()).isEmpty();
        assertThat(us.events()).contains("ReplicaDetached");
    }

    // What is shown

    @Test
    @Tag("DESC-08")
    void describe_tellsReplicationOnlyOfWhatIsReplicated() {
        DescribeSecretResponse alone = us.describe(NAME);
        assertThat(alone.primaryRegion()).isEmpty();
        assertThat(alone.replicationStatus()).isEmpty();

        fixture.replicated(EU);

        assertThat(us.describe(NAME).primaryRegion()).contains(US);
        assertThat(us.describe(NAME).replicationStatus()).contains(List.of(inSync(EU)));
        assertThat(eu.describe(NAME).primaryRegion()).contains(US);
        assertThat(eu.describe(NAME).replicationStatus()).isEmpty();

        us.remove(NAME, EU);
        us.replicate();
        assertThat(us.describe(NAME).primaryRegion()).isEmpty();
    }

    @Test
    @Tag("FILT-10")
    void list_byPrimaryRegion_findsReplicatedSecretsByPrefix() {
        us.secrets.createSecret("alone", "value");
        fixture.replicated(EU);

        assertThat(listed(us, "us-")).containsExactly(NAME);
        assertThat(listed(us, US)).containsExactly(NAME);
        assertThat(listed(us, "eu-")).isEmpty();
        assertThat(listed(eu, "us-")).containsExactly(NAME);
        assertThat(listed(us, "!us-")).containsExactly("alone");
        assertThat(us.secrets.listSecrets().secretList())
                .filteredOn(entry -> entry.name().equals(NAME))
                .extracting(SecretListEntry::primaryRegion)
                .containsExactly(Optional.of(US));
    }

    private static List<String> listed(Site site, String primaryRegion) {
        return site
                .secrets
                .listSecrets(new ListSecretsRequest().filters(new Filter(FilterKey.PRIMARY_REGION, primaryRegion)))
                .secretList()
                .stream()
                .map(SecretListEntry::name)
                .toList();
    }

    @Test
    void trail_tellsOfEachCopy() {
        fixture.replicated(EU);

        AuditEvent event = us.trail.get(us.trail.size() - 1);
        assertThat(event.eventName()).isEqualTo("ReplicationSucceeded");
        assertThat(event.resourceArn()).contains(created.arn());
        assertThat(event.principal()).isEqualTo("secretsmanager.amazonaws.com");
        assertThat(event.requestParameters()).isEqualTo(Map.of("replicaRegion", EU));
    }

    @Test
    void verify_replicaThatIsBehindForLong_isFound() {
        us.replicate(NAME, EU);
        assertThat(us.secrets.verify(VerificationOptions.defaults()).findings()).isEmpty();

        fixture.clock.advance(Duration.ofDays(3));
        assertThat(us.secrets.verify(VerificationOptions.defaults()).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(VerificationFinding.Kind.REPLICATION_OVERDUE);
                    assertThat(finding.detail()).startsWith("its replica in eu-west-1 is behind since 2026-02-03T");
                });
        us.replicate();
        for (Site site : List.of(us, eu)) {
            assertThat(site.secrets.verify(VerificationOptions.defaults()).findings())
                    .isEmpty();
        }
    }

    @Test
    void report_countsReplicas_andTellsTheLag() {
        us.secrets.createSecret("other", "value");
        us.replicate(NAME, EU);
        us.replicate("other", EU);
        fixture.clock.advance(Duration.ofSeconds(90));

        var before = us.secrets.replicationQueue().report().regions();
        us.replicate();
        var after = us.secrets.replicationQueue().report().regions();

        assertThat(before.get(EU))
                .isEqualTo(new ReplicationReport.Region(0, 2, 0, Optional.of(Duration.ofSeconds(90))));
        assertThat(after.get(EU)).isEqualTo(new ReplicationReport.Region(2, 0, 0, Optional.empty()));
        assertThat(after.get(AP)).isEqualTo(new ReplicationReport.Region(0, 0, 0, Optional.empty()));
    }
}
