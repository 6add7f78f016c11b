package dev.secrets.store.file;

import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A file system that does what another does; a test overrides the call that shall go wrong. */
class ForwardingFs implements StoreFs {
    private final StoreFs fs;

    ForwardingFs(StoreFs fs) {
        this.fs = fs;
    }

    @Override
    public String description() {
        return fs.description();
    }

    @Override
    public List<String> list() throws IOException {
        return fs.list();
    }

    @Override
    public StoreFile create(String name) throws IOException {
        return fs.create(name);
    }

    @Override
    public StoreFile open(String name) throws IOException {
        return fs.open(name);
    }

    @Override
    public ReadableFile openToRead(String name) throws IOException {
        return fs.openToRead(name);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        fs.replace(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        fs.delete(name);
    }

    @Override
    public Instant lastModified(String name) throws IOException {
        return fs.lastModified(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        fs.syncDirectory();
    }

    @Override
    public Optional<HeldLock> tryLock() throws IOException {
        return fs.tryLock();
    }

    @Override
    public Optional<Object> namesMark() {
        return fs.namesMark();
    }

    @Override
    public void close() throws IOException {
        fs.close();
    }
}
