package dev.secrets.jobs;

import dev.secrets.model.ChainMac;
import dev.secrets.model.InvalidParameterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store held at one time: the uid and revision of each record, the key ring's too, without which nobody can put a store
 * back to an earlier state unnoticed. A text file of lines that end with a line feed:
 *
 * <pre>{@code
 * dev.secrets checkpoint 1 2026-11-29T15:19:26.123Z
 * 7f6c1f5e-... 12 prod/db                                a line for each record: uid, revision, name
 * mac 1a2b3c4d 5d41402abc4b2a76b9719d911017c592...       the key's id, and the last digest of the chain over the lines before
 * }</pre>
 *
 * The digest of a line is that of the line before it, and of the line without its line feed; see {@link ChainMac}. A file that
 * lacks a byte or has another is refused.
 *
 * @param records by name, in the order of the store
 */
record CheckpointManifest(Map<String, Entry> records) {
    private static final String HEADER = "dev.secrets checkpoint 1 ";
    private static final String FOOTER = "mac ";

    /**
     * What was known of a record.
     *
     * @param uid the secret
     * @param revision its revision
     */
    record Entry(String uid, long revision) {}

    /** Writes a manifest in place of one that may be there, as a whole, and durably when this returns. */
    static void write(Path path, String time, Map<String, Entry> records, ChainMac mac, FileSync sync) {
        StringBuilder text = new StringBuilder();
        byte[] digest = new byte[ChainMac.LENGTH];
        digest = append(text, digest, HEADER + time, mac);
        for (Map.Entry<String, Entry> each : records.entrySet()) {
            Entry entry = each.getValue();
            digest = append(text, digest, entry.uid() + " " + entry.revision() + " " + each.getKey(), mac);
        }
        text.append(FOOTER)
                .append(mac.keyId())
                .append(' ')
                .append(HexFormat.of().formatHex(digest))
                .append('\n');
        replace(path, text.toString().getBytes(StandardCharsets.UTF_8), sync);
    }

    private static byte[] append(StringBuilder text, byte[] digest, String line, ChainMac mac) {
        text.append(line).append('\n');
        return mac.next(digest, line.getBytes(StandardCharsets.UTF_8));
    }

    private static void replace(Path path, byte[] bytes, FileSync sync) {
        try {
            Path directory =
                    Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
            Path written = Files.createTempFile(directory, ".checkpoint", ".new");
            try {
                try (FileChannel file = FileChannel.open(written, StandardOpenOption.WRITE)) {
                    ByteBuffer content = ByteBuffer.wrap(bytes);
                    while (content.hasRemaining()) {
                        file.write(content);
                    }
                    sync.content(file);
                }
                Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                sync.name(path);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The checkpoint can't be written to " + path, failure);
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws InvalidParameterException if it is none of this store, or not as it was written
     */
    static CheckpointManifest read(Path path, ChainMac mac) {
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            return read(lines.lines().toList(), Files.size(path), mac);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new InvalidParameterException("Checkpoint " + path + " can't be read.");
        }
    }

    private static CheckpointManifest read(List<String> lines, long size, ChainMac newest) {
        if (lines.size() < 2 || !lines.get(0).startsWith(HEADER)) {
            throw new InvalidParameterException("This is no checkpoint of version 1.");
        }
        String last = lines.get(lines.size() - 1);
        ChainMac mac = macOf(last, newest);
        Map<String, Entry> records = new LinkedHashMap<>();
        byte[] digest = new byte[ChainMac.LENGTH];
        long length = 0;
        for (String line : lines.subList(0, lines.size() - 1)) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            digest = mac.next(digest, bytes);
            length += bytes.length + 1;
        }
        String footer = FOOTER + mac.keyId() + " " + HexFormat.of().formatHex(digest);
        boolean same =
                MessageDigest.isEqual(footer.getBytes(StandardCharsets.UTF_8), last.getBytes(StandardCharsets.UTF_8));
        if (!same || size != length + footer.length() + 1) {
            throw new InvalidParameterException("The checkpoint was changed, or is of another store.");
        }
        lines.subList(1, lines.size() - 1).forEach(line -> parse(line, records));
        return new CheckpointManifest(records);
    }

    /** The key may have been rotated since. */
    private static ChainMac macOf(String footer, ChainMac newest) {
        String[] fields = footer.split(" ", 3);
        if (fields.length < 3) {
            return newest;
        }
        return newest.withKey(fields[1]).orElseThrow(CheckpointManifest::unknownKey);
    }

    static InvalidParameterException unknownKey() {
        return new InvalidParameterException("The checkpoint was written under a key that the store does not have:"
                + " an older key ring was put back, or the checkpoint is of another store.");
    }

    private static void parse(String line, Map<String, Entry> records) {
        String[] fields = line.split(" ", 3);
        records.put(fields[2], new Entry(fields[0], Long.parseLong(fields[1])));
    }
}
