package dev.secrets.engine;

import dev.secrets.policy.PolicyAction;

/** The operations, as policies and the audit trail name them. */
public enum Action {
    BATCH_GET_SECRET_VALUE("BatchGetSecretValue"),
    CANCEL_ROTATE_SECRET("CancelRotateSecret"),
    CREATE_SECRET("CreateSecret"),
    DELETE_RESOURCE_POLICY("DeleteResourcePolicy"),
    DELETE_SECRET("DeleteSecret"),
    DESCRIBE_SECRET("DescribeSecret"),
    GET_RANDOM_PASSWORD("GetRandomPassword"),
    GET_RESOURCE_POLICY("GetResourcePolicy"),
    GET_SECRET_VALUE("GetSecretValue"),
    LIST_SECRET_VERSION_IDS("ListSecretVersionIds"),
    LIST_SECRETS("ListSecrets"),
    PUT_RESOURCE_POLICY("PutResourcePolicy"),
    PUT_SECRET_VALUE("PutSecretValue"),
    REMOVE_REGIONS_FROM_REPLICATION("RemoveRegionsFromReplication"),
    REPLICATE_SECRET_TO_REGIONS("ReplicateSecretToRegions"),
    RESTORE_SECRET("RestoreSecret"),
    ROTATE_SECRET("RotateSecret"),
    STOP_REPLICATION_TO_REPLICA("StopReplicationToReplica"),
    TAG_RESOURCE("TagResource"),
    UNTAG_RESOURCE("UntagResource"),
    UPDATE_SECRET("UpdateSecret"),
    UPDATE_SECRET_VERSION_STAGE("UpdateSecretVersionStage"),
    VALIDATE_RESOURCE_POLICY("ValidateResourcePolicy");

    private final String operation;
    private final PolicyAction qualified;

    Action(String operation) {
        this.operation = operation;
        this.qualified = PolicyAction.of("secretsmanager:" + operation);
    }

    /** Returns the name of the operation, such as {@code GetSecretValue}. */
    public String operation() {
        return operation;
    }

    /** Returns the action that policies name, such as {@code secretsmanager:GetSecretValue}. */
    public PolicyAction qualified() {
        return qualified;
    }
}
