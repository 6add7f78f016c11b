package dev.secrets.store.file;

import dev.secrets.store.file.fs.ReadableFile;
import dev.secrets.store.file.fs.StoreFile;
import dev.secrets.store.file.fs.StoreFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A disk in memory with a cache above it that forgets at a power cut. What happened is kept as a list of steps: writes in pieces
 * of a sector, changes of length, changes of names. A step is durable once a sync reached it; of the others any subset may have
 * reached the disk, in any combination. A sync that fails loses its steps for good: later syncs report success without them.
 *
 * <p>Each {@link #mount} is a process. A {@link Faults} may fail any operation. Thread-safe.
 */
final class SimulatedDisk {
    static final int SECTOR = 512;

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Inode> names = new TreeMap<>();
    private Faults faults = Faults.NONE;
    private int inodes;
    private int clock;
    private boolean locked;
    private int retriedSyncs;

    /** Decides which operations fail. */
    interface Faults {
        Faults NONE = operation -> Fault.NO;

        /** Is asked before each operation that changes something. */
        Fault before(Operation operation);
    }

    enum Operation {
        CREATE,
        WRITE,
        TRUNCATE,
        SYNC,
        REPLACE,
        DELETE,
        SYNC_DIRECTORY
    }

    enum Fault {
        NO,
        /** The operation has no effect and fails. */
        FAILS,
        /** A write writes half of its bytes and fails. */
        HALF
    }

    /** One thing that reaches the disk as a whole or not at all. */
    static final class Step {
        final Optional<Inode> inode;
        final Consumer<Image> effect;
        final int at;
        int durableFrom = Integer.MAX_VALUE;
        boolean lost;

        Step(int at, Optional<Inode> inode, Consumer<Image> effect) {
            this.at = at;
            this.inode = inode;
            this.effect = effect;
        }
    }

    /** A file, whatever it is called. */
    static final class Inode {
        final int number;
        final Set<Mount> failedSyncs = new HashSet<>();
        byte[] content = new byte[0];

        Inode(int number) {
            this.number = number;
        }
    }

    /** What is on a disk: names, and the contents of files. */
    static final class Image {
        final Map<String, Integer> names = new TreeMap<>();
        final Map<Integer, byte[]> contents = new LinkedHashMap<>();

        byte[] content(int inode) {
            return contents.getOrDefault(inode, new byte[0]);
        }

        Map<String, byte[]> files() {
            Map<String, byte[]> files = new TreeMap<>();
            names.forEach((name, inode) -> files.put(name, content(inode)));
            return files;
        }
    }

    /** Makes a disk that holds these files, durably. */
    static SimulatedDisk of(Map<String, byte[]> files) {
        SimulatedDisk disk = new SimulatedDisk();
        files.forEach((name, content) -> {
            Inode inode = new Inode(disk.inodes++);
            inode.content = content.clone();
            disk.names.put(name, inode);
            byte[] kept = content.clone();
            Step step = new Step(0, Optional.of(inode), image -> {
                image.names.put(name, inode.number);
                image.contents.put(inode.number, kept);
            });
            step.durableFrom = 0;
            disk.steps.add(step);
        });
        return disk;
    }

    synchronized void faults(Faults changed) {
        faults = changed;
    }

    /** Returns how many operations there were until now: the time, for {@link #moment}. */
    synchronized int clock() {
        return clock;
    }

    /** Returns how often a process synced a file again after a sync of it had failed, which proves nothing and must not be. */
    synchronized int retriedSyncs() {
        return retriedSyncs;
    }

    /** Returns what a process sees. */
    synchronized Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        names.forEach((name, inode) -> files.put(name, inode.content.clone()));
        return files;
    }

    /** Changes bytes of a file beneath every process, durably. */
    synchronized void overwrite(String name, ByteBuffer bytes, int at) {
        bytes.get(Objects.requireNonNull(names.get(name)).content, at, bytes.remaining());
    }

    /** Cuts a file beneath every process, durably. */
    synchronized void cut(String name, int length) {
        Inode inode = Objects.requireNonNull(names.get(name));
        inode.content = Arrays.copyOf(inode.content, length);
    }

    /** Returns what a power cut at that time, before the next operation, leaves to chance. */
    synchronized Moment moment(int time) {
        List<Step> before = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (Step step : steps) {
            if (step.at <= time) {
                if (step.durableFrom > time) {
                    open.add(before.size());
                }
                before.add(step);
            }
        }
        return new Moment(before, open);
    }

    /**
     * The steps before a power cut.
     *
     * @param steps all of them, in order
     * @param open the indexes of those that may or may not have reached the disk
     */
    record Moment(List<Step> steps, List<Integer> open) {
        /** Returns the files if, of the open steps, those reached the disk whose bit is set. */
        Map<String, byte[]> files(BitSet reached) {
            Image image = new Image();
            int next = 0;
            for (int i = 0; i < steps.size(); i++) {
                boolean isOpen = next < open.size() && open.get(next) == i;
                if (!isOpen || reached.get(next)) {
                    steps.get(i).effect.accept(image);
                }
                if (isOpen) {
                    next++;
                }
            }
            return image.files();
        }
    }

    StoreFs mount() {
        return new Mount();
    }

    private Fault ask(Operation operation) throws IOException {
        clock++;
        Fault fault = faults.before(operation);
        if (fault == Fault.FAILS) {
            throw new IOException("Input/output error (simulated, " + operation + ")");
        }
        return fault;
    }

    private void step(Optional<Inode> inode, Consumer<Image> effect) {
        steps.add(new Step(clock, inode, effect));
    }

    private synchronized Inode create(String name) throws IOException {
        ask(Operation.CREATE);
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Inode inode = new Inode(inodes++);
        names.put(name, inode);
        step(Optional.empty(), image -> image.names.put(name, inode.number));
        return inode;
    }

    private synchronized void write(Inode inode, byte[] bytes, long position) throws IOException {
        Fault fault = ask(Operation.WRITE);
        byte[] written = fault == Fault.HALF ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
        int at = (int) position;
        if (at + written.length > inode.content.length) {
            resize(inode, at + written.length);
        }
        for (int done = 0; done < written.length; ) {
            int length = Math.min(written.length - done, SECTOR - (at + done) % SECTOR);
            writePiece(inode, Arrays.copyOfRange(written, done, done + length), at + done);
            done += length;
        }
        if (fault == Fault.HALF) {
            throw new IOException("No space left on device (simulated)");
        }
    }

    private void writePiece(Inode inode, byte[] piece, int at) {
        System.arraycopy(piece, 0, inode.content, at, piece.length);
        step(Optional.of(inode), image -> {
            byte[] before = image.content(inode.number);
            byte[] after = Arrays.copyOf(before, Math.max(before.length, at + piece.length));
            System.arraycopy(piece, 0, after, at, piece.length);
            image.contents.put(inode.number, after);
        });
    }

    private void resize(Inode inode, int length) {
        inode.content = Arrays.copyOf(inode.content, length);
        step(
                Optional.of(inode),
                image -> image.contents.put(inode.number, Arrays.copyOf(image.content(inode.number), length)));
    }

    private synchronized void truncate(Inode inode, long length) throws IOException {
        ask(Operation.TRUNCATE);
        if (length < inode.content.length) {
            resize(inode, (int) length);
        }
    }

    private synchronized void sync(Inode inode, Mount process) throws IOException {
        if (inode.failedSyncs.contains(process)) {
            retriedSyncs++;
        }
        try {
            ask(Operation.SYNC);
        } catch (IOException failure) {
            inode.failedSyncs.add(process);
            steps.stream()
                    .filter(step -> step.inode.equals(Optional.of(inode)))
                    .forEach(step -> step.lost |= step.durableFrom == Integer.MAX_VALUE);
            throw failure;
        }
        makeDurable(Optional.of(inode));
    }

    private void makeDurable(Optional<Inode> inode) {
        steps.stream()
                .filter(step -> step.inode.equals(inode) && !step.lost)
                .forEach(step -> step.durableFrom = Math.min(step.durableFrom, clock));
    }

    /** A process: it sees the cache. */
    private final class Mount implements StoreFs {
        @Override
        public String description() {
            return "simulated disk";
        }

        @Override
        public List<String> list() {
            synchronized (SimulatedDisk.this) {
                return new ArrayList<>(names.keySet());
            }
        }

        @Override
        public StoreFile create(String name) throws IOException {
            return new Handle(SimulatedDisk.this.create(name));
        }

        @Override
        public StoreFile open(String name) throws IOException {
            synchronized (SimulatedDisk.this) {
                Inode inode = names.get(name);
                if (inode == null) {
                    throw new NoSuchFileException(name);
                }
                return new Handle(inode);
            }
        }

        @Override
        public ReadableFile openToRead(String name) throws IOException {
            return open(name);
        }

        @Override
        public void replace(String from, String to) throws IOException {
            synchronized (SimulatedDisk.this) {
                ask(Operation.REPLACE);
                Inode inode = names.remove(from);
                if (inode == null) {
                    throw new NoSuchFileException(from);
                }
                names.put(to, inode);
                step(Optional.empty(), image -> {
                    image.names.remove(from);
                    image.names.put(to, inode.number);
                });
            }
        }

        @Override
        public void delete(String name) throws IOException {
            synchronized (SimulatedDisk.this) {
                if (names.containsKey(name)) {
                    ask(Operation.DELETE);
                    names.remove(name);
                    step(Optional.empty(), image -> image.names.remove(name));
                }
            }
        }

        @Override
        public Instant lastModified(String name) {
            return Instant.EPOCH;
        }

        @Override
        public void syncDirectory() throws IOException {
            synchronized (SimulatedDisk.this) {
                ask(Operation.SYNC_DIRECTORY);
                makeDurable(Optional.empty());
            }
        }

        @Override
        public Optional<HeldLock> tryLock() {
            synchronized (SimulatedDisk.this) {
                if (locked) {
                    return Optional.empty();
                }
                locked = true;
                return Optional.of(this::unlock);
            }
        }

        @Override
        public Optional<Object> namesMark() {
            return Optional.empty();
        }

        private void unlock() {
            synchronized (SimulatedDisk.this) {
                locked = false;
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        /** A file that is open in this process. */
        private final class Handle implements StoreFile {
            private final Inode inode;

            Handle(Inode inode) {
                this.inode = inode;
            }

            @Override
            public int read(ByteBuffer into, long position) {
                synchronized (SimulatedDisk.this) {
                    int available = (int) Math.max(0, inode.content.length - position);
                    int length = Math.min(available, into.remaining());
                    into.put(inode.content, (int) Math.min(position, inode.content.length), length);
                    return length;
                }
            }

            @Override
            public long size() {
                synchronized (SimulatedDisk.this) {
                    return inode.content.length;
                }
            }

            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                SimulatedDisk.this.write(inode, copy, position);
            }

            @Override
            public boolean isStillNamed() {
                synchronized (SimulatedDisk.this) {
                    return names.containsValue(inode);
                }
            }

            @Override
            public void truncate(long length) throws IOException {
                SimulatedDisk.this.truncate(inode, length);
            }

            @Override
            public void sync() throws IOException {
                SimulatedDisk.this.sync(inode, Mount.this);
            }

            @Override
            public void close() {
                // The contents stay for other handles.
            }
        }
    }
}
