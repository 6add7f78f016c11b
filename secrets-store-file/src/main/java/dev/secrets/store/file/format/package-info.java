/**
 * The bytes on the disk and what they mean: encoding, decoding and the keyed digests, without any policy. The format itself is
 * described, for whoever wants to write a reader, in the documentation of {@link dev.secrets.store.file}; its bytes are frozen
 * by tests. All numbers are big-endian.
 *
 * <p>What is malformed is a {@link dev.secrets.store.file.format.DamagedException}; what a newer version may have written is an
 * {@link dev.secrets.store.file.format.UnknownFormatException}, because it must be left alone and not be repaired.
 */
package dev.secrets.store.file.format;
