package dev.secrets.cli.rotators;

import dev.secrets.cli.json.JsonWriting;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.Rotator;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rotator that has each step done by a function elsewhere, which is told by AWS's event (section 13.2 of the reference). */
abstract class FunctionRotator implements Rotator {
    private final Duration timeout;

    FunctionRotator(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Has the function do a step.
     *
     * @param event AWS's event, as JSON
     * @param limit how long it may take
     * @throws dev.secrets.rotation.RotationException if it fails or takes longer
     */
    abstract void invoke(RotationContext context, String event, Duration limit) throws Exception;

    private void step(String name, RotationContext context) throws Exception {
        context.requireLease();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("Step", name);
        event.put("SecretId", context.secretArn());
        event.put("ClientRequestToken", context.clientRequestToken());
        Duration left = context.timeLeft();
        invoke(context, JsonWriting.compact(event), left.compareTo(timeout) < 0 ? left : timeout);
    }

    @Override
    public void createSecret(RotationContext context) throws Exception {
        step("createSecret", context);
    }

    @Override
    public void setSecret(RotationContext context) throws Exception {
        step("setSecret", context);
    }

    @Override
    public void testSecret(RotationContext context) throws Exception {
        step("testSecret", context);
    }

    @Override
    public void finishSecret(RotationContext context) throws Exception {
        step("finishSecret", context);
    }
}
