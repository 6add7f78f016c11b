package dev.secrets.keys;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream of any length sealed under a root key: a file of secrets on its way from one store to another. It needs nothing but the
 * root key to open, and shows its id and its length alone.
 *
 * <pre>{@code
 * stream   = "DSBN" | version = 1 (1) | n (1) | n wrappings | content under the stream's key, by Tink's AES256-GCM-HKDF-1MB; its
 *   wrapping = root key id (text) | wrapped key (bytes)         associated data is all that stands before
 * text, bytes = length (4, big end first) | bytes
 * }</pre>
 *
 * The stream's key is random and wrapped as Tink's encrypted keyset, with the associated data {@code dev.secrets bundle 1}, under
 * each of the keys of a chain. Segments of 1 MiB are authenticated each at its place, and the last one as the last.
 */
public final class SealedStream {
    private static final int MAGIC = 'D' << 24 | 'S' << 16 | 'B' << 8 | 'N';
    private static final int VERSION = 1;
    private static final int MAX_WRAPPED = 64 * 1024;
    private static final byte[] PLACE = "dev.secrets bundle 1".getBytes(StandardCharsets.US_ASCII);

    private final RootKey rootKey;

    /** Seals and opens under the root key, which stays the caller's. */
    public SealedStream(RootKey rootKey) {
        this.rootKey = rootKey;
    }

    private record Wrapping(String rootKeyId, byte[] wrapped) {}

    /**
     * Returns a stream into which the content is written. It must be closed, which closes the one beneath: what was not closed does
     * not open.
     *
     * @throws RootKeyException if the root key does not wrap
     */
    public OutputStream sealing(OutputStream sealed) throws IOException {
        try {
            KeysetHandle key = KeysetHandle.generateNew(
                    PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB, StreamingAeadConfig2026.get());
            byte[] header = header(key);
            sealed.write(header);
            return cipher(key).newEncryptingStream(sealed, header);
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("Root key '" + rootKey.id() + "' does not wrap a new key", refused);
        }
    }

    private byte[] header(KeysetHandle key) throws GeneralSecurityException {
        ByteWriter header = new ByteWriter(512).writeInt(MAGIC).writeByte(VERSION);
        header.writeByte(rootKey.members().size());
        for (RootKey member : rootKey.members()) {
            byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    key, new RootKeyAead(member), PLACE, StreamingAeadConfig2026.get());
            header.writeText(member.id()).writeBytes(wrapped);
        }
        return header.toByteArray();
    }

    /**
     * Returns a stream from which the content is read. Reading throws an {@link IOException} as soon as it comes to what was
     * changed, and at the end of what was cut off.
     *
     * @throws RootKeyException if the root key does not open it, or this is no such stream
     */
    public InputStream opening(InputStream sealed) throws IOException {
        try {
            ByteWriter header = new ByteWriter(512);
            List<Wrapping> wrappings = readHeader(sealed, header);
            return cipher(unwrap(wrappings)).newDecryptingStream(sealed, header.toByteArray());
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException(
                    "Root key '" + rootKey.id() + "' does not open this: it is sealed under another, or is damaged",
                    refused);
        }
    }

    private static List<Wrapping> readHeader(InputStream sealed, ByteWriter header)
            throws IOException, GeneralSecurityException {
        ByteReader fixed = read(sealed, header, Integer.BYTES + 2);
        if (fixed.readInt() != MAGIC) {
            throw new GeneralSecurityException("This is no bundle");
        }
        int version = fixed.readByte();
        int count = fixed.readByte();
        if (version != VERSION || count > RootKeyChain.MAX_KEYS) {
            throw new GeneralSecurityException("Unknown version " + version + " of the bundle's format");
        }
        List<Wrapping> wrappings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = new String(readBytes(sealed, header, Printable.MAX_ROOT_KEY_ID), StandardCharsets.US_ASCII);
            wrappings.add(new Wrapping(id, readBytes(sealed, header, MAX_WRAPPED)));
        }
        return wrappings;
    }

    private static byte[] readBytes(InputStream sealed, ByteWriter header, int maxLength)
            throws IOException, GeneralSecurityException {
        int length = read(sealed, header, Integer.BYTES).readInt();
        if (length < 0 || length > maxLength) {
            throw new GeneralSecurityException("A field is too long");
        }
        return read(sealed, header, length).readRemaining();
    }

    private static ByteReader read(InputStream sealed, ByteWriter header, int length)
            throws IOException, GeneralSecurityException {
        byte[] bytes = sealed.readNBytes(length);
        if (bytes.length < length) {
            throw new GeneralSecurityException("There is less than the format has");
        }
        header.writeFixed(bytes);
        return new ByteReader(bytes);
    }

    private KeysetHandle unwrap(List<Wrapping> wrappings) throws GeneralSecurityException {
        GeneralSecurityException refused = new GeneralSecurityException("It is sealed under another root key");
        for (RootKey member : rootKey.members()) {
            for (Wrapping wrapping : wrappings) {
                if (wrapping.rootKeyId().equals(member.id())) {
                    try {
                        return TinkProtoKeysetFormat.parseEncryptedKeyset(
                                wrapping.wrapped(), new RootKeyAead(member), PLACE, StreamingAeadConfig2026.get());
                    } catch (GeneralSecurityException notThisOne) {
                        refused.addSuppressed(notThisOne);
                    }
                }
            }
        }
        throw refused;
    }

    private static StreamingAead cipher(KeysetHandle key) throws GeneralSecurityException {
        return key.getPrimitive(StreamingAeadConfig2026.get(), StreamingAead.class);
    }
}
