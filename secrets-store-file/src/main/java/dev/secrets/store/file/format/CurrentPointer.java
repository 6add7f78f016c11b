package dev.secrets.store.file.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the CURRENT file says: one line, {@code secrets-journal 1 <generation> <store id> <MAC>}.
 *
 * @param generation the journal in use
 * @param storeId the store
 * @param mac the digest of the line up to the space before it, under the generation's key; treated as immutable
 */
public record CurrentPointer(long generation, StoreId storeId, byte[] mac) {
    private static final String NAME = "secrets-journal";
    private static final String VERSION = "1";
    private static final Pattern LINE =
            Pattern.compile(NAME + " ([0-9]{1,9}) ([1-9][0-9]{0,17}) ([0-9a-f]{32}) ([0-9a-f]{64})\n");

    /** Returns the pointer with its MAC. */
    public static CurrentPointer of(long generation, StoreId storeId, ChainKeys keys) {
        return new CurrentPointer(generation, storeId, keys.ofCurrent(signed(generation, storeId)));
    }

    /** Returns the file's bytes. */
    public byte[] encode() {
        byte[] signed = signed(generation, storeId);
        byte[] line = Arrays.copyOf(signed, signed.length + 1 + 2 * ChainKeys.LENGTH + 1);
        byte[] rest = (" " + HexFormat.of().formatHex(mac) + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(rest, 0, line, signed.length, rest.length);
        return line;
    }

    private static byte[] signed(long generation, StoreId storeId) {
        return (NAME + " " + VERSION + " " + generation + " " + storeId.hex()).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the file, whose MAC {@link #verify} then checks.
     *
     * @throws DamagedException if it is not such a line
     * @throws UnknownFormatException if a newer version wrote it
     */
    public static CurrentPointer decode(byte[] file) throws DamagedException, UnknownFormatException {
        Matcher line = LINE.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            throw new DamagedException("CURRENT is damaged, or not of a secret store");
        }
        if (!line.group(1).equals(VERSION)) {
            throw new UnknownFormatException("CURRENT has format version " + line.group(1)
                    + "; this library knows version " + VERSION + " only. Use a newer version of the library");
        }
        return new CurrentPointer(
                Long.parseLong(line.group(2)),
                new StoreId(line.group(3)),
                HexFormat.of().parseHex(line.group(4)));
    }

    /** Checks the MAC. */
    public void verify(ChainKeys keys) throws DamagedException {
        if (!ChainKeys.same(mac, keys.ofCurrent(signed(generation, storeId)))) {
            throw new DamagedException("CURRENT was altered: its MAC is wrong");
        }
    }
}
