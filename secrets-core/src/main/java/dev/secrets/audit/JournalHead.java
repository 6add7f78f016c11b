package dev.secrets.audit;

import dev.secrets.model.ChainMac;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How far the journal reaches: the position of its last line in two slots of 512 bytes that are written by turns, each after its
 * line is durable. So the head is never ahead of the journal, and a crash leaves one slot whole.
 */
final class JournalHead {
    static final int SLOT = 512;

    private static final Pattern FORM = Pattern.compile(
            "(\\{\"head\":([0-9]{1,18}),\"key\":\"([^\"]+)\",\"digest\":\"([0-9a-f]{64})\"),\"mac\":\"([0-9a-f]{64})\"\\} *\n");

    private JournalHead() {}

    /** Returns the text of a slot, as long as a slot is. */
    static byte[] slot(JournalPosition position, ChainMac mac) {
        String content = "{\"head\":" + position.sequence() + ",\"key\":\"" + mac.keyId() + "\",\"digest\":\""
                + position.digest() + "\"";
        byte[] proof = mac.next(position.digestBytes(), content.getBytes(StandardCharsets.US_ASCII));
        String text = content + ",\"mac\":\"" + HexFormat.of().formatHex(proof) + "\"}";
        byte[] slot = new byte[SLOT];
        Arrays.fill(slot, (byte) ' ');
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, slot, 0, text.length());
        slot[SLOT - 1] = '\n';
        return slot;
    }

    /** Returns the text of a head at the position. */
    static byte[] text(JournalPosition position, ChainMac mac) {
        byte[] text = Arrays.copyOf(slot(position, mac), 2 * SLOT);
        System.arraycopy(text, 0, text, SLOT, SLOT);
        return text;
    }

    /** Reads a head, and no more than a head has. */
    static byte[] read(FileChannel head) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(2 * SLOT);
        int read = head.read(text);
        while (read >= 0 && text.hasRemaining()) {
            read = head.read(text);
        }
        return text.array();
    }

    /**
     * What a head says.
     *
     * @param newest the position of the slot that was written last; absent if no slot is authentic
     * @param nextSlot the slot to write next
     * @param damaged whether a slot is not authentic
     */
    record Content(Optional<JournalPosition> newest, int nextSlot, boolean damaged) {}

    static Content parse(byte[] text, ChainMac mac) {
        List<Optional<JournalPosition>> slots = Stream.of(0, SLOT)
                .map(start -> position(Arrays.copyOfRange(text, start, start + SLOT), mac))
                .toList();
        Optional<JournalPosition> newest =
                slots.stream().flatMap(Optional::stream).max(Comparator.comparingLong(JournalPosition::sequence));
        int nextSlot = slots.get(0).equals(newest) ? 1 : 0;
        return new Content(newest, nextSlot, slots.contains(Optional.<JournalPosition>empty()));
    }

    private static Optional<JournalPosition> position(byte[] slot, ChainMac mac) {
        Matcher form = FORM.matcher(new String(slot, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            return Optional.empty();
        }
        JournalPosition position = new JournalPosition(Long.parseLong(form.group(2)), form.group(4));
        byte[] content = form.group(1).getBytes(StandardCharsets.ISO_8859_1);
        byte[] proof = HexFormat.of().parseHex(form.group(5));
        return mac.withKey(form.group(3))
                .filter(key -> MessageDigest.isEqual(key.next(position.digestBytes(), content), proof))
                .map(authentic -> position);
    }
}
