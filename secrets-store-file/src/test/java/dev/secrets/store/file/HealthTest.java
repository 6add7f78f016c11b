package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> heard = new ArrayList<>();
    private final Health health = new Health(new Reports(event -> {
        heard.add(event.detail());
        failElsewhere();
    }));

    private void failElsewhere() {
        Thread another = new Thread(() -> health.fail("another sync failed", new IOException("later")));
        another.start();
        try {
            if (!isOver(another)) {
                heard.add("another thread had to wait for the listener");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static boolean isOver(Thread thread) throws InterruptedException {
        thread.join(PATIENCE.toMillis());
        return !thread.isAlive();
    }

    @Test
    void fail_whileTheListenerIsTold_isNotKeptWaiting() {
        health.fail("a sync failed", new IOException("on purpose"));

        assertThat(heard).singleElement().asString().startsWith("a sync failed: ");
        assertThat(health.hasFailed()).isTrue();
    }
}
