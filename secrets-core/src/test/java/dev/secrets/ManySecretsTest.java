package dev.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ListSecretsResponse;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists of 5,000 secrets. */
final class ManySecretsTest {
    private static final int SECRETS = 5_000;
    private static final SecretsFixture FIXTURE = new SecretsFixture();
    private static final Set<String> NAMES = new LinkedHashSet<>();

    @BeforeAll
    static void create() {
        for (int i = 0; i < SECRETS; i++) {
            FIXTURE.secrets.createSecret(name(i), "value");
            NAMES.add(name(i));
        }
    }

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    @Test
    @Tag("LIST-07")
    void pages_ofAHundred_areAllSecretsOnce() {
        List<String> listed = inPages(new ListSecretsRequest(), () -> {});

        assertThat(listed).doesNotHaveDuplicates().hasSameElementsAs(NAMES);
    }

    @Test
    @Tag("LIST-07")
    void pages_ofAFilter_areItsSecretsOnce() {
        List<String> listed = inPages(
                new ListSecretsRequest()
                        .filters(new Filter(FilterKey.NAME, "app-3/"))
                        .maxResults(97),
                () -> {});

        assertThat(listed).doesNotHaveDuplicates().hasSize(SECRETS / 10).allMatch(name -> name.startsWith("app-3/"));
    }

    @Test
    @Tag("LIST-10")
    void pages_whileSecretsComeAndGo_showTheRestOnce() {
        Random random = new Random(20260203);
        Set<String> gone = new LinkedHashSet<>();
        List<String> listed =
                inPages(new ListSecretsRequest().sortBy(SortBy.NAME).sortOrder(SortOrder.DESC), () -> {
                    String name = name(random.nextInt(SECRETS));
                    FIXTURE.secrets.deleteSecret(new DeleteSecretRequest(name).forceDeleteWithoutRecovery(true));
                    FIXTURE.secrets.createSecret("app-0/between-" + random.nextInt(), "value");
                    gone.add(name);
                });

        Set<String> lasting = new LinkedHashSet<>(NAMES);
        lasting.removeAll(gone);
        gone.forEach(name -> FIXTURE.secrets.createSecret(name, "value"));
        assertThat(listed).doesNotHaveDuplicates().containsAll(lasting);
        removeOthers();
    }

    private static void removeOthers() {
        inPages(new ListSecretsRequest(), () -> {}).stream()
                .filter(name -> !NAMES.contains(name))
                .forEach(name ->
                        FIXTURE.secrets.deleteSecret(new DeleteSecretRequest(name).forceDeleteWithoutRecovery(true)));
    }

    private static List<String> inPages(ListSecretsRequest request, Runnable betweenPages) {
        List<String> names = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            ListSecretsResponse page =
                    FIXTURE.secrets.listSecrets(token.map(request::nextToken).orElse(request));
            page.secretList().stream().map(SecretListEntry::name).forEach(names::add);
            token = page.nextToken();
            betweenPages.run();
        } while (token.isPresent());
        return names;
    }

    private static String name(int i) {
        return String.format(Locale.ROOT, "app-%d/%04d", i % 10, i);
    }
}
