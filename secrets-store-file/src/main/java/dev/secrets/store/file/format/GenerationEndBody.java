package dev.secrets.store.file.format;

import java.nio.ByteBuffer;

/**
 * The body of a {@link RecordType#GENERATION_END}: it names the successor so that no other file can take its place.
 *
 * @param next the generation that takes over
 * @param headerMac the MAC of its header
 */
public record GenerationEndBody(long next, byte[] headerMac) {
    /** Returns the body. */
    public byte[] encode() {
        return new BodyWriter().number(next).bytes(headerMac).toBody();
    }

    /** Reads a body. */
    public static GenerationEndBody decode(ByteBuffer buffer) throws DamagedException {
        BodyReader body = new BodyReader(buffer.duplicate());
        GenerationEndBody end = new GenerationEndBody(body.number(), body.bytes());
        body.end();
        return end;
    }

    /** Returns whether the place, which is behind a header, is behind the header of the successor. */
    public boolean names(long generation, ChainPosition behindHeader) {
        return next == generation && ChainKeys.same(headerMac, behindHeader.chain());
    }
}
