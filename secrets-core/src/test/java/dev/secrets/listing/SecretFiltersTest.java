package dev.secrets.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.Tag;
import dev.secrets.state.Identity;
import dev.secrets.state.Secret;
import dev.secrets.state.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no caller can make: secrets of a managing service; and values that are hardly ever asked for. */
final class SecretFiltersTest {
    @Test
    @org.junit.jupiter.api.Tag("FILT-10")
    void owningService_isACaseSensitivePrefix() {
        Secret managed = secret(Optional.of("rds.amazonaws.com"), List.of());

        assertThat(matches(managed, FilterKey.OWNING_SERVICE, "rds")).isTrue();
        assertThat(matches(managed, FilterKey.OWNING_SERVICE, "!rds")).isFalse();
        assertThat(matches(managed, FilterKey.OWNING_SERVICE, "amazonaws")).isFalse();
        assertThat(matches(managed, FilterKey.OWNING_SERVICE, "RDS")).isFalse();
    }

    @Test
    void prefix_ofNothing_matchesWhateverIsThere() {
        Secret tagged = secret(Optional.empty(), List.of(new Tag("key", "")));

        assertThat(matches(tagged, FilterKey.NAME, "")).isTrue();
        assertThat(matches(tagged, FilterKey.NAME, "!")).isFalse();
        assertThat(matches(tagged, FilterKey.TAG_VALUE, "")).isTrue();
        assertThat(matches(tagged, FilterKey.OWNING_SERVICE, "")).isFalse();
    }

    @Test
    void words_ofNothing_matchNothing() {
        Secret secret = secret(Optional.empty(), List.of());

        assertThat(matches(secret, FilterKey.ALL, "")).isFalse();
        assertThat(matches(secret, FilterKey.ALL, "!")).isTrue();
        assertThat(matches(secret, FilterKey.ALL, "+")).isFalse();
    }

    @Test
    void filters_none_matchEverything() {
        assertThat(SecretFilters.allOf(List.of()).test(secret(Optional.empty(), List.of())))
                .isTrue();
    }

    private static boolean matches(Secret secret, FilterKey key, String value) {
        return SecretFilters.allOf(List.of(new Filter(key, value))).test(secret);
    }

    private static Secret secret(Optional<String> owningService, List<Tag> tags) {
        Settings settings = new Settings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                owningService,
                Optional.of(tags),
                Optional.empty());
        return Secret.created(new Identity("app/db", "uid", "AbCdEf", Instant.EPOCH), settings, Optional.empty());
    }
}
