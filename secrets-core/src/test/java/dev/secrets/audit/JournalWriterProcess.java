package dev.secrets.audit;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Another process that has a journal open until it is killed, or says why it has not. */
final class JournalWriterProcess {
    private JournalWriterProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (JournalAuditListener listener = new JournalAuditListener(Path.of(arguments[0]), TestMac.KEY)) {
            listener.audit(Events.full());
            System.out.println("written");
            new CountDownLatch(1).await();
        } catch (UncheckedIOException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
