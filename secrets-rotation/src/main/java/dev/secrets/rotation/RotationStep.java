package dev.secrets.rotation;

/** The steps of a rotation, in their order (section 13.2 of the project's reference; checklist ROT-05). */
public enum RotationStep {
    /** Makes the new value and writes it as the pending version. */
    CREATE_SECRET("createSecret"),
    /** Makes the target accept the pending value. */
    SET_SECRET("setSecret"),
    /** Uses the pending value against the target. */
    TEST_SECRET("testSecret"),
    /** Makes the pending version the current one. */
    FINISH_SECRET("finishSecret");

    private final String awsName;

    RotationStep(String awsName) {
        this.awsName = awsName;
    }

    void run(Rotator rotator, RotationContext context) throws Exception {
        switch (this) {
            case CREATE_SECRET -> rotator.createSecret(context);
            case SET_SECRET -> rotator.setSecret(context);
            case TEST_SECRET -> rotator.testSecret(context);
            case FINISH_SECRET -> rotator.finishSecret(context);
        }
    }

    /** Returns the name of the step in AWS's rotation events, such as {@code createSecret}. */
    @Override
    public String toString() {
        return awsName;
    }
}
