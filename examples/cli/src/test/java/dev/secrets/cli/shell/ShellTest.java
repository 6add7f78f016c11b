package dev.secrets.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShellTest {
    @Test
    void colours_areForTerminalsThatShowThem_andUsersWhoWantThem() {
        assertThat(Shell.allowsColours(Map.of("TERM", "xterm-256color", "NO_COLOR", "")))
                .isTrue();
        assertThat(Shell.allowsColours(Map.of())).isTrue();
        assertThat(Shell.allowsColours(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Shell.allowsColours(Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isFalse();
    }
}
