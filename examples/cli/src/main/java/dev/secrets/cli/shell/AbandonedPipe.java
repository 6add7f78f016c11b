package dev.secrets.cli.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output whose reader may go before the end, as {@code head} does: what nobody reads is dropped, and is no failure. Every
 * other failure is one. One thread at a time.
 */
final class AbandonedPipe extends FilterOutputStream {
    private boolean abandoned;

    AbandonedPipe(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (abandoned) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException failure) {
            if (!isOfAPipe(failure)) {
                throw failure;
            }
            abandoned = true;
        }
    }

    /** The system's words are all that Java tells of the reason; other reasons than a closed pipe name none. */
    private static boolean isOfAPipe(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
}
