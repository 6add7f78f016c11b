package dev.secrets.rotation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Does what another rotator does, notes each step, and has something happen before or after any of them. */
final class ScriptedRotator implements Rotator {
    /** What happens at a step. */
    @FunctionalInterface
    interface Event {
        void at(RotationContext context) throws Exception;
    }

    record Done(RotationStep step, String secretArn, String token) {}

    private static final Event NOTHING = context -> {};

    final List<Done> done = new CopyOnWriteArrayList<>();

    private final Rotator delegate;
    private final Map<RotationStep, Event> before = new EnumMap<>(RotationStep.class);
    private final Map<RotationStep, Event> after = new EnumMap<>(RotationStep.class);

    ScriptedRotator(Rotator delegate) {
        this.delegate = delegate;
    }

    ScriptedRotator before(RotationStep step, Event event) {
        before.put(step, event);
        return this;
    }

    ScriptedRotator after(RotationStep step, Event event) {
        after.put(step, event);
        return this;
    }

    ScriptedRotator asWritten() {
        before.clear();
        after.clear();
        return this;
    }

    List<RotationStep> steps() {
        return done.stream().map(Done::step).toList();
    }

    private void perform(RotationStep step, RotationContext context) throws Exception {
        done.add(new Done(step, context.secretArn(), context.clientRequestToken()));
        before.getOrDefault(step, NOTHING).at(context);
        step.run(delegate, context);
        after.getOrDefault(step, NOTHING).at(context);
    }

    @Override
    public void createSecret(RotationContext context) throws Exception {
        perform(RotationStep.CREATE_SECRET, context);
    }

    @Override
    public void setSecret(RotationContext context) throws Exception {
        perform(RotationStep.SET_SECRET, context);
    }

    @Override
    public void testSecret(RotationContext context) throws Exception {
        perform(RotationStep.TEST_SECRET, context);
    }

    @Override
    public void finishSecret(RotationContext context) throws Exception {
        perform(RotationStep.FINISH_SECRET, context);
    }

    @Override
    public String target(RotationContext context) {
        return delegate.target(context);
    }
}
