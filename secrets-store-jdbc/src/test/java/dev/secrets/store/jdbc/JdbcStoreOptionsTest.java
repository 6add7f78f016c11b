package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class JdbcStoreOptionsTest {
    private final JdbcStoreOptions options = JdbcStoreOptions.defaults();

    @Test
    void statementTimeout_outsideOfOneSecondToOneHour_isRefused() {
        assertThatNoException().isThrownBy(() -> {
            options.statementTimeout(Duration.ofSeconds(1));
            options.statementTimeout(Duration.ofHours(1));
        });
        for (Duration timeout :
                new Duration[] {Duration.ofMillis(999), Duration.ofHours(1).plusMillis(1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.statementTimeout(timeout))
                    .withMessageContaining(timeout + "; must be from one second to one hour");
        }
    }

    @Test
    void names_thatAreNone_areRefusedWithWhatTheyMayBe() {
        assertThatNoException().isThrownBy(() -> options.schema("s".repeat(63)).tablePrefix("_" + "1".repeat(39)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.schema("s".repeat(64)))
                .withMessageContaining("at most 63 characters");
        for (String prefix : new String[] {"", "1a", "a-b", "a".repeat(41)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.tablePrefix(prefix))
                    .withMessageContaining("tablePrefix is \"" + prefix + "\"; must begin with a letter or underscore");
        }
    }
}
