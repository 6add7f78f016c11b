package dev.secrets.cli.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output whose reader may go before the end, as {@code head} does: what nobody reads is dropped, and is no failure. Every
 * other failure is one. One thread at a time.
 */
final class AbandonedPipe extends FilterOutputStream {
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final Path device;
    private boolean abandoned;

    /** @param device the name under which the system shows what is written to */
    AbandonedPipe(OutputStream out, Path device) {
        super(out);
        this.device = device;
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
            if (!isPipe()) {
                throw failure;
            }
            abandoned = true;
        }
    }

    /**
     * A pipe fails for no other reason than that its reader is gone; the words of the failure are in the user's language. Where the
     * system shows no kinds of files, as Windows does not, each failure is one.
     */
    private boolean isPipe() throws IOException {
        try {
            int kind = (int) Files.getAttribute(device, "unix:mode") & KIND;
            return kind == PIPE || kind == SOCKET;
        } catch (UnsupportedOperationException otherSystem) {
            return false;
        }
    }
}
