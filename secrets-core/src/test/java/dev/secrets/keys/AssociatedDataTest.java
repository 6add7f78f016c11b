package dev.secrets.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.SecretValue.Kind;
import dev.secrets.testing.Scale;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class AssociatedDataTest {
    private static final int PLACES = 50_000;

    /** Texts that a sloppy encoding would take for one another when they stand side by side. */
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "b",
            "aa",
            "ab",
            "a\0",
            "\0",
            "|",
            "\0\0\0\1",
            "?",
            "\uD800",
            "\uDC00",
            "\uD800\uDC00",
            "é",
            "€",
            "S",
            "B");

    private final AssociatedData places = new AssociatedData("ring");

    @Test
    void ofValue_givesFrozenBytes() {
        byte[] bytes = places.of(new SealingContext.Value("uid", "v-1", Kind.STRING, "any/key"));

        assertThat(hex(bytes)).isEqualTo("0101" + "0000000472696e67" + "00000003756964" + "00000003762d31" + "53");
    }

    @Test
    void ofBinaryValue_givesFrozenBytes() {
        byte[] bytes = places.of(new SealingContext.Value("", "é€", Kind.BINARY, ""));

        assertThat(hex(bytes)).isEqualTo("0101" + "0000000472696e67" + "00000000" + "00000005c3a9e282ac" + "42");
    }

    @Test
    void ofMetadata_givesFrozenBytes() {
        byte[] bytes = places.of(
                new SealingContext.Metadata("db", "uid", 258, Optional.of(Instant.ofEpochMilli(1)), Optional.of("v")));

        assertThat(hex(bytes))
                .isEqualTo("0102" + "0000000472696e67" + "000000026462" + "00000003756964" + "0000000000000102"
                        + "010000000000000001" + "010000000176");
    }

    @Test
    void ofMetadataWithoutOptionals_givesFrozenBytes() {
        byte[] bytes = places.of(new SealingContext.Metadata("db", "uid", -1, Optional.empty(), Optional.empty()));

        assertThat(hex(bytes))
                .isEqualTo(
                        "0102" + "0000000472696e67" + "000000026462" + "00000003756964" + "ffffffffffffffff" + "0000");
    }

    @Test
    void ofPageToken_givesFrozenBytes() {
        assertThat(hex(places.of(new SealingContext.PageToken("\uD83D\uDE00"))))
                .isEqualTo("0103" + "0000000472696e67" + "00000006eda0bdedb880");
    }

    @Test
    void ofKeyRing_givesFrozenBytes() {
        assertThat(hex(places.ofRingKey(5))).isEqualTo("0104" + "0000000472696e67" + "0000000000000005");
        assertThat(hex(places.ofRing(6, new byte[] {9})))
                .isEqualTo("0105" + "0000000472696e67" + "0000000000000006" + "0000000109");
        assertThat(hex(places.ofKeyset(KeyName.value("k"))))
                .isEqualTo("0106" + "0000000472696e67" + "01" + "000000016b");
    }

    @Test
    void of_differentPlaces_givesDifferentBytes() {
        long seed = Scale.seed();
        Random random = new Random(seed);
        Map<String, Object> placeByBytes = new HashMap<>();
        for (int i = 0; i < PLACES; i++) {
            Place place = Place.random(random);
            Object before = placeByBytes.put(hex(place.bytes()), place.identity());
            if (before != null) {
                assertThat(before).as("seed %d", seed).isEqualTo(place.identity());
            }
        }
        assertThat(placeByBytes).hasSizeGreaterThan(1000);
    }

    /** A place, and what tells it from others: all that is in it but the key of a value, which is not in the bytes. */
    private record Place(byte[] bytes, Object identity) {
        static Place random(Random random) {
            String ringId = text(random);
            AssociatedData places = new AssociatedData(ringId);
            SealingContext context = context(random);
            return switch (random.nextInt(8)) {
                case 0 -> {
                    long revision = random.nextInt(3);
                    yield new Place(places.ofRingKey(revision), List.of("ring key", ringId, revision));
                }
                case 1 -> {
                    byte[] header = text(random).getBytes(StandardCharsets.UTF_8);
                    long revision = random.nextInt(3);
                    yield new Place(places.ofRing(revision, header), List.of("ring", ringId, revision, hex(header)));
                }
                case 2 -> {
                    KeyName name = new KeyName(KeyPurpose.values()[random.nextInt(5)], text(random));
                    yield new Place(places.ofKeyset(name), List.of(ringId, name));
                }
                default -> new Place(places.of(context), List.of(ringId, context));
            };
        }

        private static SealingContext context(Random random) {
            return switch (random.nextInt(3)) {
                case 0 ->
                    new SealingContext.Value(
                            text(random), text(random), random.nextBoolean() ? Kind.STRING : Kind.BINARY, "key");
                case 1 ->
                    new SealingContext.Metadata(
                            text(random),
                            text(random),
                            random.nextInt(3),
                            optional(random, r -> Instant.ofEpochMilli(r.nextInt(3))),
                            optional(random, Place::text));
                default -> new SealingContext.PageToken(text(random));
            };
        }

        private static String text(Random random) {
            String text = TEXTS.get(random.nextInt(TEXTS.size()));
            return random.nextInt(4) == 0 ? text + text(random) : text;
        }

        private static <T> Optional<T> optional(Random random, Function<Random, T> value) {
            return random.nextBoolean() ? Optional.of(value.apply(random)) : Optional.empty();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
