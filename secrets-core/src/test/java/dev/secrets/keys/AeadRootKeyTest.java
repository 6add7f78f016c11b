package dev.secrets.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AeadRootKeyTest {
    private static final byte[] PLAINTEXT = {1, 2, 3};
    private static final byte[] PLACE = {4};

    @Test
    void unwrap_wrapped_givesWhatWasWrapped() {
        RootKey rootKey = RootKeys.random("kms://key");

        assertThat(rootKey.unwrap(rootKey.wrap(PLAINTEXT, PLACE), PLACE)).isEqualTo(PLAINTEXT);
        assertThat(rootKey).hasToString("AeadRootKey[kms://key]");
    }

    @Test
    void unwrap_byOtherKeyOrInOtherPlace_isRefused() {
        RootKey rootKey = RootKeys.random();
        byte[] wrapped = rootKey.wrap(PLAINTEXT, PLACE);

        assertThatThrownBy(() -> RootKeys.random().unwrap(wrapped, PLACE)).isInstanceOf(RootKeyException.class);
        assertThatThrownBy(() -> rootKey.unwrap(wrapped, PLAINTEXT)).isInstanceOf(RootKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "é"})
    void create_idNotPrintable_isRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> RootKeys.random(id));
    }
}
