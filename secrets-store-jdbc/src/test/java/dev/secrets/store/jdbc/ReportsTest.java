package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class ReportsTest {
    @Test
    void report_toAListenerThatThrowsAnError_throwsNothing() {
        Reports reports = new Reports(event -> {
            throw new AssertionError("on purpose");
        });

        assertThatCode(() -> reports.report(Reports.LOST_WRITES, "detail")).doesNotThrowAnyException();
    }
}
