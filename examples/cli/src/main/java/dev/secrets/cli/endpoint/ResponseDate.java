package dev.secrets.cli.endpoint;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** The {@code Date} of answers, which is written anew once a second: by it the SDKs mend a clock that is wrong. Thread-safe. */
final class ResponseDate {
    private static final long SECOND_MILLIS = 1000;

    private static volatile Written last = new Written(0, DateFormatter.format(new Date(0)));

    private record Written(long second, String text) {}

    private ResponseDate() {}

    static String now() {
        long second = System.currentTimeMillis() / SECOND_MILLIS;
        Written written = last;
        if (written.second() != second) {
            written = new Written(second, DateFormatter.format(new Date(second * SECOND_MILLIS)));
            last = written;
        }
        return written.text();
    }
}
