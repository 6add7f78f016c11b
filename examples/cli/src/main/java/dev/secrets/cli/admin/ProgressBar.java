package dev.secrets.cli.admin;

import dev.secrets.cli.shell.Shell;

/** Shows on a terminal how far something is; nothing where there is no terminal. */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final long EVERY_NANOS = 100_000_000;

    private final Shell shell;
    private final long total;
    private long done;
    private long shownAt;

    ProgressBar(Shell shell, long total) {
        this.shell = shell;
        this.total = Math.max(1, total);
    }

    void step() {
        done++;
        long now = System.nanoTime();
        if (shell.terminal().isPresent() && (now - shownAt > EVERY_NANOS || done >= total)) {
            shownAt = now;
            show();
        }
    }

    private void show() {
        int filled = (int) (Math.min(done, total) * WIDTH / total);
        shell.err()
                .print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total
                        + (done >= total ? "\n" : ""));
        shell.err().flush();
    }
}
