package dev.secrets.cli.admin;

import dev.secrets.cli.shell.Shell;
import dev.secrets.store.StoreCopyProgress;

/** Shows on a terminal how far work is; nothing where there is no terminal. */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final long EVERY_NANOS = 100_000_000;

    private final Shell shell;
    private long shownAt;

    ProgressBar(Shell shell) {
        this.shell = shell;
    }

    void show(StoreCopyProgress progress) {
        show(progress.done(), progress.total());
    }

    void show(long done, long total) {
        long now = System.nanoTime();
        if (shell.terminal().isPresent() && total > 0 && (now - shownAt > EVERY_NANOS || done == total)) {
            shownAt = now;
            print(done, total);
        }
    }

    private void print(long done, long total) {
        int filled = (int) (done * WIDTH / total);
        shell.err()
                .print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total
                        + (done == total ? "\n" : ""));
        shell.err().flush();
    }
}
