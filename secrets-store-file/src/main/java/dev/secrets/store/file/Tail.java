package dev.secrets.store.file;

import dev.secrets.store.file.format.ChainPosition;
import dev.secrets.store.file.format.DamagedException;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;

/**
 * What lies behind the place that HEAD vouches for: left by a writer that died, or all that came after HEAD was last written back
 * before a power cut. Whole records there are kept, since they may have been acknowledged; what is broken is cut, after a copy
 * was put aside. For whoever holds the directory's lock.
 */
final class Tail {
    private static final int CHUNK = 1 << 20;

    private final StoreFs fs;
    private final Generation generation;
    private final Reports reports;

    Tail(StoreFs fs, Generation generation, Reports reports) {
        this.fs = fs;
        this.generation = generation;
        this.reports = reports;
    }

    /**
     * Makes whole records durable. Their writer's sync may have failed, and then the system believes that they are on the disk; so
     * they are written again, the same bytes at the same place, which harms nothing if they were durable already.
     */
    void adopt(ChainPosition from, ChainPosition to) throws IOException {
        StoreFile file = generation.file();
        for (long at = from.length(); at < to.length(); at += CHUNK) {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, to.length() - at));
            file.read(chunk, at);
            file.write(chunk.flip(), at);
        }
        file.sync();
    }

    /** Tells that records were kept. */
    void reportKept(ChainPosition from, ChainPosition to) {
        reports.report(
                Reports.TAIL_ADOPTED,
                "Behind the place that HEAD vouches for, " + generation.name() + " holds "
                        + (to.sequence() - from.sequence()) + " whole records. They were kept");
    }

    /**
     * Cuts what is broken, if anything but the reserve lies there.
     *
     * @param at where it begins
     * @param problem what is wrong
     * @throws DamagedException if something was written behind it later, so that it had been whole once
     */
    void cut(ChainPosition at, String problem) throws IOException {
        long written = Written.end(generation.file(), at.length());
        if (written > at.length()) {
            if (Written.resync(generation, written).hasLaterBatch(at.length() + 1)) {
                throw new DamagedException(
                        generation.name() + " is damaged: " + problem + "; later records are intact");
            }
            cut(at, written, problem);
        }
    }

    private void cut(ChainPosition at, long written, String problem) throws IOException {
        String kept = putAside(at.length(), written);
        generation.file().truncate(at.length());
        generation.file().sync();
        reports.report(
                Reports.TORN_TAIL_CUT,
                "The last write to " + generation.name() + " was cut short (" + problem + "): "
                        + (written - at.length()) + " bytes that nobody was promised were cut" + kept);
    }

    /** On a full disk the store opens all the same; nobody was promised these bytes. */
    private String putAside(long at, long end) throws IOException {
        String name = FileNames.torn(generation.number(), at);
        try (StoreFile aside = fs.create(name)) {
            for (long done = at; done < end; done += CHUNK) {
                ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, end - done));
                generation.file().read(chunk, done);
                aside.write(chunk.flip(), done - at);
            }
            aside.sync();
        } catch (FileAlreadyExistsException earlier) {
            return "; a tail cut there before is in " + name;
        } catch (IOException full) {
            fs.delete(name);
            return "; they could not be put aside: " + full.getMessage();
        }
        fs.syncDirectory();
        return " and put aside in " + name;
    }
}
