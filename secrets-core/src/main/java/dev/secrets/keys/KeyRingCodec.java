package dev.secrets.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import dev.secrets.model.RootKey;
import dev.secrets.store.SealedBytes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The format of a key ring: what stands as sealed metadata in the record {@code #keyring}, whose uid is the ring's id and whose
 * revision is the ring's. Numbers are unsigned, big end first; a text is printable ASCII.
 *
 * <pre>{@code
 * record   = "DSKR" | version = 2 (1) | ring key made at revision (8) | n (1) | n wrappings | sealed ring (the rest)
 *   wrapping = root key id (text) | wrapped ring key (bytes)              n is 1, or more under a chain of root keys and
 *                                                                         while a root key is being changed
 * ring     = n (2) | n keysets | n (2) | n destroyed keys                 sealed under the ring key: associated data "ring",
 *   keyset   = purpose (1) | key id (text) | state (1)                      which holds all of the record that stands before
 *            | deletion date (8), only if state is "pending deletion"
 *            | n (2) | n times: Tink key id (4), created (8)
 *            | state date (8) | description (bytes: UTF-8) | policy (bytes: UTF-8, or none) | rotation period in days (2), or 0
 *            | keys (bytes)                                               Tink's encrypted keyset under the ring key
 *   destroyed key = key id (text) | date (8)
 * text, bytes = length (4) | bytes
 * dates    = milliseconds since 1970
 * }</pre>
 *
 * The wrapped ring key is Tink's encrypted keyset too, with the root key as its key; associated data as {@link AssociatedData}
 * says. Purposes and states are numbered in {@link KeyPurpose} and {@link KeyState}.
 *
 * <p>Strict: what is unknown, missing, too long, doubled or left over is refused, so that there is one way to write a ring, and
 * lengths are checked before memory is taken. Files in the tests must open for ever; a change of this format takes a new
 * version number and goes on reading those before. Version 1 had no state date, description, policy, rotation period and no
 * destroyed keys; it is read, and written anew as version 2 with the next change.
 */
final class KeyRingCodec {
    private static final int MAGIC = 'D' << 24 | 'S' << 16 | 'K' << 8 | 'R';
    private static final int VERSION = 2;
    private static final int FIRST_VERSION = 1;

    /** The keys of two chains while one is changed for the other. */
    static final int MAX_WRAPPINGS = 2 * RootKeyChain.MAX_KEYS;

    private static final int MAX_WRAPPED = 64 * 1024;

    /** How many keysets a ring has at most: it is read and written as a whole. */
    static final int MAX_KEYSETS = 1000;

    /** The length of a KMS key id in AWS's model (reference, section 3.1). */
    static final int MAX_KEY_ID = 2048;

    static final int MAX_KEYS_OF_KEYSET = 1000;

    /** The lengths in AWS's model of KMS, in bytes here. */
    static final int MAX_DESCRIPTION = 8192;

    static final int MAX_POLICY = 32 * 1024;

    private static final int MAX_KEYSET = 1024 * 1024;
    private static final int MAX_RECORD = 16 * 1024 * 1024;

    private KeyRingCodec() {}

    static SealedBytes encode(KeyRing ring, RingKey ringKey) throws GeneralSecurityException {
        byte[] header = header(ringKey);
        byte[] sealed =
                ringKey.aead().encrypt(body(ring, ringKey.aead()), ring.places().ofRing(ring.revision(), header));
        if (header.length + sealed.length > MAX_RECORD) {
            throw new KeyRingFullException();
        }
        ByteWriter record = new ByteWriter(header.length + sealed.length);
        return SealedBytes.wrap(record.writeFixed(header).writeFixed(sealed).toByteArray());
    }

    private static byte[] header(RingKey ringKey) {
        ByteWriter header = new ByteWriter(512)
                .writeInt(MAGIC)
                .writeByte(VERSION)
                .writeLong(ringKey.madeAtRevision())
                .writeByte(ringKey.wrappings().size());
        for (RingKey.Wrapping wrapping : ringKey.wrappings()) {
            header.writeText(wrapping.rootKeyId()).writeBytes(wrapping.wrapped());
        }
        return header.toByteArray();
    }

    private static byte[] body(KeyRing ring, Aead ringKey) throws GeneralSecurityException {
        List<RingKeyset> keysets = ring.keysets();
        ByteWriter body = new ByteWriter(512 * keysets.size()).writeShort(keysets.size());
        for (RingKeyset keyset : keysets) {
            write(body, keyset, ringKey, ring.places());
        }
        body.writeShort(ring.destroyed().size());
        ring.destroyed()
                .forEach(key -> body.writeText(key.keyId()).writeLong(key.date().toEpochMilli()));
        return body.toByteArray();
    }

    private static void write(ByteWriter body, RingKeyset keyset, Aead ringKey, AssociatedData places)
            throws GeneralSecurityException {
        KeyName name = keyset.name();
        body.writeByte(name.purpose().number())
                .writeText(name.keyId())
                .writeByte(keyset.state().number());
        keyset.deletionDate().ifPresent(date -> body.writeLong(date.toEpochMilli()));
        body.writeShort(keyset.creationDates().size());
        keyset.creationDates().forEach((id, created) -> body.writeInt(id).writeLong(created.toEpochMilli()));
        write(body, keyset.settings());
        body.writeBytes(TinkProtoKeysetFormat.serializeEncryptedKeyset(
                keyset.handle(), ringKey, places.ofKeyset(name), name.purpose().configuration()));
    }

    private static void write(ByteWriter body, KeySettings settings) {
        body.writeLong(settings.stateDate().toEpochMilli())
                .writeBytes(settings.description().getBytes(UTF_8))
                .writeBytes(settings.policy().orElse("").getBytes(UTF_8))
                .writeShort(settings.rotationPeriodInDays().orElse(0));
    }

    /**
     * Opens a ring.
     *
     * @throws GeneralSecurityException if it is not wrapped under the root key, was changed, or is not of this format
     */
    static OpenedKeyRing decode(String ringId, long revision, SealedBytes sealed, RootKey rootKey)
            throws GeneralSecurityException {
        return decode(ringId, revision, sealed, rootKey.members());
    }

    /**
     * Opens a ring by the first of the root keys that does.
     *
     * @throws GeneralSecurityException if it is not wrapped under one of them, was changed, or is not of this format
     */
    static OpenedKeyRing decode(String ringId, long revision, SealedBytes sealed, List<RootKey> rootKeys)
            throws GeneralSecurityException {
        if (sealed.length() > MAX_RECORD) {
            throw new GeneralSecurityException("The key ring is too long");
        }
        ByteReader record = new ByteReader(sealed.sharedArray());
        AssociatedData places = new AssociatedData(ringId);
        int version = readVersion(record);
        RingKey ringKey = readRingKey(record, places, rootKeys);
        byte[] header = new ByteReader(sealed.sharedArray()).readFixed(record.position());
        byte[] body = ringKey.aead().decrypt(record.readRemaining(), places.ofRing(revision, header));
        KeyRing ring = new BodyReader(new ByteReader(body), version, ringKey.aead(), places).ring(ringId, revision);
        return new OpenedKeyRing(ring, ringKey, sealed);
    }

    private static int readVersion(ByteReader record) throws GeneralSecurityException {
        if (record.readInt() != MAGIC) {
            throw new GeneralSecurityException("This is no key ring");
        }
        int version = record.readByte();
        if (version < FIRST_VERSION || version > VERSION) {
            throw new GeneralSecurityException("Unknown version " + version + " of the key ring's format");
        }
        return version;
    }

    private static RingKey readRingKey(ByteReader record, AssociatedData places, List<RootKey> rootKeys)
            throws GeneralSecurityException {
        long madeAtRevision = record.readLong();
        int count = requireAtMost(MAX_WRAPPINGS, record.readByte(), "wrappings");
        List<RingKey.Wrapping> wrappings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wrappings.add(new RingKey.Wrapping(
                    record.readPrintable(Printable.MAX_ROOT_KEY_ID), record.readBytes(MAX_WRAPPED)));
        }
        return RingKey.unwrap(places, madeAtRevision, wrappings, rootKeys);
    }

    /** Reads what was sealed, once it is opened. */
    private record BodyReader(ByteReader body, int version, Aead ringKey, AssociatedData places) {
        KeyRing ring(String ringId, long revision) throws GeneralSecurityException {
            List<RingKeyset> keysets = new ArrayList<>();
            for (int left = requireAtMost(MAX_KEYSETS, body.readShort(), "keys"); left > 0; left--) {
                keysets.add(keyset());
            }
            List<DestroyedKey> destroyed = version == FIRST_VERSION ? List.of() : destroyed();
            body.requireEnd();
            return new KeyRing(ringId, revision, keysets, destroyed);
        }

        private List<DestroyedKey> destroyed() throws GeneralSecurityException {
            List<DestroyedKey> destroyed = new ArrayList<>();
            for (int left = requireAtMost(MAX_KEYSETS, body.readShort(), "destroyed keys"); left > 0; left--) {
                destroyed.add(new DestroyedKey(body.readPrintable(MAX_KEY_ID), date()));
            }
            return destroyed;
        }

        private RingKeyset keyset() throws GeneralSecurityException {
            KeyName name = new KeyName(KeyPurpose.of(body.readByte()), body.readPrintable(MAX_KEY_ID));
            KeyState state = KeyState.of(body.readByte());
            Optional<Instant> deletionDate =
                    state == KeyState.PENDING_DELETION ? Optional.of(date()) : Optional.empty();
            Map<Integer, Instant> creationDates = creationDates();
            KeySettings settings = version == FIRST_VERSION ? firstSettings(creationDates) : settings();
            KeysetHandle handle = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    body.readBytes(MAX_KEYSET),
                    ringKey,
                    places.ofKeyset(name),
                    name.purpose().configuration());
            return new RingKeyset(name, state, deletionDate, creationDates, settings, handle);
        }

        private static KeySettings firstSettings(Map<Integer, Instant> creationDates) {
            return KeySettings.since(
                    creationDates.values().stream().max(Instant::compareTo).orElse(Instant.EPOCH));
        }

        private KeySettings settings() throws GeneralSecurityException {
            Instant stateDate = date();
            String description = text(MAX_DESCRIPTION);
            String policy = text(MAX_POLICY);
            int days = body.readShort();
            return new KeySettings(
                    description,
                    Optional.of(policy).filter(text -> !text.isEmpty()),
                    Optional.of(days).filter(some -> some > 0),
                    stateDate);
        }

        private String text(int maxBytes) throws GeneralSecurityException {
            return new String(body.readBytes(maxBytes), UTF_8);
        }

        private Map<Integer, Instant> creationDates() throws GeneralSecurityException {
            int count = requireAtMost(MAX_KEYS_OF_KEYSET, body.readShort(), "materials of a key");
            Map<Integer, Instant> dates = new HashMap<>();
            for (int i = 0; i < count; i++) {
                if (dates.put(body.readInt(), date()) != null) {
                    throw new GeneralSecurityException("Two keys have one id");
                }
            }
            return dates;
        }

        private Instant date() throws GeneralSecurityException {
            return Instant.ofEpochMilli(body.readLong());
        }
    }

    private static int requireAtMost(int max, int count, String what) throws GeneralSecurityException {
        if (count > max) {
            throw new GeneralSecurityException(
                    "There are " + count + " " + what + "; at most " + max + " are possible");
        }
        return count;
    }
}
