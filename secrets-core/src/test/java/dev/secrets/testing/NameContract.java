package dev.secrets.testing;

import static dev.secrets.testing.Samples.UID;
import static dev.secrets.testing.Samples.current;
import static dev.secrets.testing.Samples.secret;
import static dev.secrets.testing.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.store.FoundSecret;
import dev.secrets.store.StoredSecret;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Names: ASCII without control characters, 1 to 512 long, compared by their exact characters and ordered as unsigned UTF-8.
 * What folds case, trims, pads, collates by a language or reads wildcards is found here.
 */
interface NameContract extends StoreFixture {
    /** One name for each character that a name may hold, in their order. */
    static List<String> everyCharacter() {
        return IntStream.rangeClosed(' ', '~')
                .mapToObj(character -> "a" + (char) character + "z")
                .toList();
    }

    /** Names that are easily taken for one another, in their order. */
    List<String> LOOKALIKES = List.of(
            "#keyring",
            "%",
            "A",
            "PROD/db",
            "_",
            "a",
            "a ",
            "a  ",
            "a b",
            "a!",
            "a%",
            "a'",
            "a.b",
            "a/",
            "a//",
            "a/b",
            "a=b",
            "aB",
            "a\\",
            "a_b",
            "ab",
            "ab ",
            "prod/DB",
            "prod/db",
            "prod/db/",
            "~");

    @Test
    default void find_byNamesThatLookAlike_tellsThemApart() {
        LOOKALIKES.forEach(name -> create(current(secret(name), "v1"), value("v1", name)));
        assertThat(LOOKALIKES).allSatisfy(name -> {
            StoredSecret expected = current(secret(name), "v1");
            assertThat(store().find(name)).contains(new FoundSecret(expected, Optional.of(value("v1", name))));
            assertThat(store().values(name, UID)).containsExactly(value("v1", name));
        });
    }

    @Test
    default void find_byANameThatOnlyLooksLikeOne_isEmpty() {
        create(secret("prod/db"));
        assertThat(List.of(
                        "prod/DB",
                        "prod/db ",
                        " prod/db",
                        "prod/d",
                        "prod/db/",
                        "prod/_b",
                        "prod/%",
                        "prod_db",
                        "#prod/db"))
                .allSatisfy(name -> assertThat(store().find(name)).isEmpty());
    }

    @Test
    default void delete_ofANameThatLooksLikeOthers_removesThatOneAlone() {
        LOOKALIKES.forEach(name -> create(secret(name)));
        delete(secret("a"));
        assertThat(store().page("", 100))
                .extracting(StoredSecret::name)
                .containsExactlyElementsOf(
                        LOOKALIKES.stream().filter(name -> !name.equals("a")).toList());
    }

    @Test
    default void reservedNames_areLikeAllOthers() {
        StoredSecret ring = create(current(secret("#keyring"), "v1"), value("v1", "ring"));
        StoredSecret key = create(secret("#access-key/AKIAIOSFODNN7EXAMPLE"));
        StoredSecret plain = create(secret("0"));
        assertThat(store().find("#keyring")).contains(new FoundSecret(ring, Optional.of(value("v1", "ring"))));
        assertThat(store().page("", 10)).containsExactly(key, ring, plain);
        delete(ring);
        assertThat(store().page("", 10)).containsExactly(key, plain);
    }

    @Test
    default void longestNames_thatDifferInTheLastCharacter_areApart() {
        String stem = "n".repeat(511);
        List<StoredSecret> secrets = List.of(secret(stem), secret(stem + "/"), secret(stem + "A"), secret(stem + "a"));
        secrets.forEach(this::create);
        assertThat(store().page("", 10)).containsExactlyElementsOf(secrets);
        assertThat(record(stem + "A")).contains(secrets.get(2));
        assertThat(store().page(stem + "A", 1)).containsExactly(secrets.get(2));
    }

    @Test
    default void page_overEveryCharacter_isInTheOrderOfUnsignedUtf8() {
        List<StoredSecret> inOrder =
                everyCharacter().stream().map(Samples::secret).toList();
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            create(inOrder.get(i));
        }
        assertThat(store().page("", 1_000)).containsExactlyElementsOf(inOrder);
    }

    @Test
    default void page_fromEveryCharacter_beginsThere() {
        List<String> inOrder = everyCharacter();
        inOrder.forEach(name -> create(secret(name)));
        assertThat(inOrder)
                .allSatisfy(name -> assertThat(store().page(name, 1_000))
                        .extracting(StoredSecret::name)
                        .containsExactlyElementsOf(inOrder.subList(inOrder.indexOf(name), inOrder.size())));
    }

    @Test
    default void page_overNamesThatLookAlike_isInOrder() {
        LOOKALIKES.forEach(name -> create(secret(name)));
        assertThat(store().page("", 1_000)).extracting(StoredSecret::name).containsExactlyElementsOf(LOOKALIKES);
    }
}
