package dev.secrets.rotation;

/** Stands in for a rotator that this node does not have; another node may, so it is tried again. */
final class UnknownRotator implements Rotator {
    private final String name;

    UnknownRotator(String name) {
        this.name = name;
    }

    private RotationException unknown() {
        return RotationException.retryable("This node has no rotator called " + name);
    }

    @Override
    public String target(RotationContext context) {
        throw unknown();
    }

    @Override
    public void createSecret(RotationContext context) {
        throw unknown();
    }

    @Override
    public void setSecret(RotationContext context) {
        throw unknown();
    }

    @Override
    public void testSecret(RotationContext context) {
        throw unknown();
    }
}
