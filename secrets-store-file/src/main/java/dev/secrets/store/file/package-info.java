/**
 * A secret store in one directory of one machine: {@link dev.secrets.store.file.FileSecretStore}, on an append-only journal that
 * several processes can share. {@link dev.secrets.store.file.FileStoreOptions} says what can be chosen,
 * {@link dev.secrets.store.file.Salvage} gets out of a damaged directory what is intact.
 *
 * <p>Promises: a commit that returned survives the end of the process, of the system and of the power. What was damaged, cut,
 * exchanged or added from outside is noticed, and is an error and never an answer; what can be told from a write that a crash cut
 * short is settled and reported. Errors are those of {@code dev.secrets.store} and say what helps; a wrong root key is a
 * {@code RootKeyException}. Everything public is thread-safe or says otherwise.
 *
 * <h2>What the listener hears</h2>
 *
 * The names of the {@code StoreEvent}s. Each is logged besides, {@code Compacted} and {@code RootKeyChanged} as information and the
 * others as warnings:
 * <dl>
 *   <dt>{@code TornTailCut}<dd>A write was cut short by a crash. Nobody was promised it; it was put aside and cut.
 *   <dt>{@code UnacknowledgedTailKept}<dd>Whole records that HEAD does not vouch for were kept.
 *   <dt>{@code HeaderCopyDamaged}<dd>One of the two copies of a journal's header is damaged; the other serves.
 *   <dt>{@code RestoredCopyOpened}<dd>An incomplete copy became a store by {@code openRestored}.
 *   <dt>{@code Compacted}<dd>A new generation took over.
 *   <dt>{@code RootKeyChanged}<dd>The store was wrapped anew by {@code rewrap}.
 *   <dt>{@code HousekeepingFailed}<dd>A compaction or an erasure failed and is tried again; nothing is lost.
 *   <dt>{@code StoreFailed}<dd>A sync failed: the store only reads from now on, until it is opened anew.
 *   <dt>{@code SubscriberFailed}<dd>A subscriber threw.
 * </dl>
 *
 * <h2>The files</h2>
 *
 * The directory has mode 0700 and its files 0600; nothing in it is a link. No file is named after a secret.
 * <dl>
 *   <dt>{@code LOCK}<dd>Empty. Whoever writes holds a POSIX lock ({@code fcntl}) on all of it.
 *   <dt>{@code journal-N}<dd>The journal of generation N: all there is.
 *   <dt>{@code CURRENT}<dd>Names the generation in use. Replaced by a rename when a generation begins.
 *   <dt>{@code HEAD}<dd>Vouches for the journal: up to where it is known to be durable.
 *   <dt>{@code CURRENT.next}<dd>The next CURRENT, while a generation is being prepared. Means nothing.
 *   <dt>{@code torn-N-B}<dd>What was cut from {@code journal-N} at byte B. Means nothing.
 * </dl>
 *
 * <h2>The format, version 1</h2>
 *
 * Numbers are big-endian; {@code u16} and {@code u32} are unsigned, {@code i64} is signed. A {@code text} is a {@code u16} length
 * and so many bytes of UTF-8; {@code bytes} are a {@code u32} length and so many bytes. CRC is CRC-32C, HMAC is HMAC-SHA256.
 *
 * <p><b>Keys.</b> Each generation has a secret of 32 random bytes, the chain secret, which stands in the journal's header as the
 * root key wrapped it. The associated data of the wrapping are the ASCII bytes {@code dev.secrets.store.file chain key}, the 16
 * bytes of the store id, and the generation as {@code i64}. The key for a purpose is HMAC(chain secret, the ASCII bytes
 * {@code dev.secrets.store.file} followed by a space and the purpose); the purposes are {@code record}, {@code header},
 * {@code head} and {@code current}.
 *
 * <p><b>{@code CURRENT}</b> is one line of ASCII that ends with a line feed:
 * <pre>secrets-journal 1 GENERATION STORE-ID MAC</pre>
 * The 1 is the format version. The generation is decimal, the other two are hexadecimal in lower case. The MAC is HMAC(current key
 * of the generation, the line up to, and without, the space before the MAC).
 *
 * <p><b>{@code journal-N}</b> is two blocks of 4096 bytes, the header twice, then records without gaps, and then perhaps a reserve:
 * zeros, which the next records will be written over. A store that was closed leaves none. A header block:
 * <pre>
 *    0   8  ASCII SECRJRNL
 *    8   2  format version: 1
 *   10  16  store id
 *   26   8  generation, i64
 *   34  32  the chain value that the generation before had reached; zeros in generation 1
 *   66   1  number of wrappings: 1, or 2 while the root key is being changed
 *   67      for each: u16 length and the root key's id in UTF-8, u16 length and the wrapped chain secret; then zeros
 * 4060   4  CRC of bytes 0 to 4059
 * 4064  32  HMAC(header key, bytes 0 to 4063): the first chain value
 * </pre>
 * A block counts if checksum and MAC are right and the generation is that of the file's name; the first one that does is taken.
 *
 * <p>A record:
 * <pre>
 *    0   4  L, the length of the body, from 1 to 16 MiB
 *    4   8  sequence number, i64: 1 for the first of a journal, then one more each
 *   12   1  type
 *   13   1  flags: 1 FIRST_OF_BATCH, 2 FRESH
 *   14   4  CRC of bytes 0 to 13
 *   18   L  body
 * 18+L  32  HMAC(record key, chain value, offset of the record in the file as i64, bytes 0 to 17+L): the next chain value
 * </pre>
 * A record of an unknown type or with an unknown flag and a right MAC is of a later version: a reader must stop. The types and
 * their bodies:
 * <pre>
 * 1 PUT             text name, text secret uid, i64 revision, i64 due time in milliseconds since 1970 (the smallest i64: none),
 *                   text current version id (empty: none), u32 count and so many text version ids to remove,
 *                   bytes sealed metadata, u32 count and so many values: text version id, bytes sealed value
 * 2 DELETE          text name, text secret uid, i64 revision
 * 3 SNAPSHOT_END    i64 number of the records before it, i64 1 if no earlier journal may stay in the directory, else 0
 * 4 GENERATION_END  i64 next generation, bytes first chain value of the next journal
 * </pre>
 * A PUT replaces what the secret of that name was, except its values; with FRESH it drops those. Then the values to remove are
 * removed and the given ones added. A DELETE removes the secret and its values. Each of the two is a whole change. From generation
 * 2 on, a journal begins with what the compaction copied, which may take several PUTs for a secret, and SNAPSHOT_END; a journal
 * without it is not one. Only the last of such PUTs is sure to have all fields: one before may have empty metadata, and then merely
 * carries values. Nothing follows a GENERATION_END: the store goes on in the next journal, which stands for all of this one.
 *
 * <p><b>{@code HEAD}</b> is two slots of 512 bytes, written in turn, so that a torn write leaves one:
 * <pre>
 *    0   8  ASCII SECRHEAD
 *    8   8  generation, i64
 *   16   8  sequence number of the last record that is durable, i64; 0: none yet
 *   24   8  length of the journal up to there, i64
 *   32  32  chain value there; zeros follow
 *  480  32  HMAC(head key of the generation, bytes 0 to 479)
 * </pre>
 * Of the slots that are of the generation and intact, the one with the higher sequence number counts. It is written after the
 * journal was synced, so it may be behind the journal and is never ahead.
 *
 * <h2>Reading it</h2>
 *
 * <ol>
 *   <li>Take the generation that CURRENT names, unwrap the chain secret, check CURRENT's MAC.
 *   <li>Read records from byte 8192, each checked against the chain value before it, up to the length that HEAD names. Its sequence
 *       number and chain value must then be reached; if not, the journal is damaged, cut, or of another moment than HEAD.
 *   <li>What lies behind was not vouched for, and nobody need have been told that it is durable: whole records are kept, for they
 *       may have been acknowledged before a power cut took the newest HEAD. The first broken one ends the journal. If nothing but
 *       zeros is there, it is the reserve. Otherwise it is a torn write, unless an intact FIRST_OF_BATCH record lies behind it (each
 *       is written only after everything before it was synced): then it is damage.
 *   <li>At a GENERATION_END go on with the next journal, whose first chain value must be the one named.
 * </ol>
 * A reader without the lock stops at HEAD. A writer locks LOCK, reads on, writes its records with one write behind the others, and
 * a new reserve if they reached the end of the file, syncs, writes the older slot of HEAD, and unlocks. The reserve is why the sync
 * is quick: the file did not become longer.
 */
package dev.secrets.store.file;
