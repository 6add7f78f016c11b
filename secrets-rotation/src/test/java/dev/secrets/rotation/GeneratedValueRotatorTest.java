package dev.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class GeneratedValueRotatorTest {
    private static final GetRandomPasswordRequest FORM =
            new GetRandomPasswordRequest().passwordLength(40).excludePunctuation(true);

    @AutoClose
    private final RotationFixture fixture = new RotationFixture();

    @Test
    void rotation_withoutAProvider_changesTheValueToOneOfTheForm() {
        rotate(new GeneratedValueRotator(FORM));

        assertThat(fixture.value("api/key")).matches("[A-Za-z0-9]{40}");
    }

    @Test
    void rotation_providerFailingOnce_registersTheSameValueAgain() {
        List<String> registered = new ArrayList<>();
        List<String> tested = new ArrayList<>();
        GeneratedValueRotator rotator = new GeneratedValueRotator(FORM, new GeneratedValueRotator.Provider() {
            @Override
            public void register(RotationContext context, SecretValue pending) {
                registered.add(pending.revealString());
                if (registered.size() == 1) {
                    throw RotationException.retryable("The provider is busy");
                }
            }

            @Override
            public void test(RotationContext context, SecretValue pending) {
                tested.add(pending.revealString());
            }
        });
        rotate(rotator);
        assertThat(fixture.value("api/key")).isEqualTo("first");

        fixture.clock.advance(Duration.ofHours(2));
        fixture.scheduler(rotator).runDue();

        String value = fixture.value("api/key");
        assertThat(registered).containsExactly(value, value);
        assertThat(tested).containsExactly(value);
    }

    private void rotate(Rotator rotator) {
        fixture.secrets.createSecret("api/key", "first");
        fixture.secrets.rotateSecret(new RotateSecretRequest("api/key").rotationLambdaArn(RotationFixture.ROTATOR));
        fixture.scheduler(rotator).runDue();
    }
}
