package dev.secrets.wire;

import dev.secrets.SecretsManager;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of the 23 operations. */
final class Operations {
    private static final List<Operation<?, ?>> ALL = List.of(
            new Operation<>(
                    "BatchGetSecretValue",
                    RequestShapes.BATCH_GET_SECRET_VALUE,
                    RequestDecoders::batchGetSecretValue,
                    SecretsManager::batchGetSecretValue,
                    ResponseEncoders::batchGetSecretValue),
            new Operation<>(
                    "CancelRotateSecret",
                    RequestShapes.SECRET_ID_ALONE,
                    RequestDecoders::cancelRotateSecret,
                    SecretsManager::cancelRotateSecret,
                    ResponseEncoders::cancelRotateSecret),
            new Operation<>(
                    "CreateSecret",
                    RequestShapes.CREATE_SECRET,
                    RequestDecoders::createSecret,
                    (secrets, request) -> secrets.createSecret(ClientRequestTokens.demanded(request)),
                    ResponseEncoders::createSecret),
            new Operation<>(
                    "DeleteResourcePolicy",
                    RequestShapes.SECRET_ID_ALONE,
                    RequestDecoders::deleteResourcePolicy,
                    SecretsManager::deleteResourcePolicy,
                    ResponseEncoders::deleteResourcePolicy),
            new Operation<>(
                    "DeleteSecret",
                    RequestShapes.DELETE_SECRET,
                    RequestDecoders::deleteSecret,
                    SecretsManager::deleteSecret,
                    ResponseEncoders::deleteSecret),
            new Operation<>(
                    "DescribeSecret",
                    RequestShapes.SECRET_ID_ALONE,
                    RequestDecoders::describeSecret,
                    SecretsManager::describeSecret,
                    ResponseEncoders::describeSecret),
            new Operation<>(
                    "GetRandomPassword",
                    RequestShapes.GET_RANDOM_PASSWORD,
                    RequestDecoders::getRandomPassword,
                    SecretsManager::getRandomPassword,
                    ResponseEncoders::getRandomPassword),
            new Operation<>(
                    "GetResourcePolicy",
                    RequestShapes.SECRET_ID_ALONE,
                    RequestDecoders::getResourcePolicy,
                    SecretsManager::getResourcePolicy,
                    ResponseEncoders::getResourcePolicy),
            new Operation<>(
                    "GetSecretValue",
                    RequestShapes.GET_SECRET_VALUE,
                    RequestDecoders::getSecretValue,
                    SecretsManager::getSecretValue,
                    ResponseEncoders::getSecretValue),
            new Operation<>(
                    "ListSecretVersionIds",
                    RequestShapes.LIST_SECRET_VERSION_IDS,
                    RequestDecoders::listSecretVersionIds,
                    SecretsManager::listSecretVersionIds,
                    ResponseEncoders::listSecretVersionIds),
            new Operation<>(
                    "ListSecrets",
                    RequestShapes.LIST_SECRETS,
                    RequestDecoders::listSecrets,
                    SecretsManager::listSecrets,
                    ResponseEncoders::listSecrets),
            new Operation<>(
                    "PutResourcePolicy",
                    RequestShapes.PUT_RESOURCE_POLICY,
                    RequestDecoders::putResourcePolicy,
                    SecretsManager::putResourcePolicy,
                    ResponseEncoders::putResourcePolicy),
            new Operation<>(
                    "PutSecretValue",
                    RequestShapes.PUT_SECRET_VALUE,
                    RequestDecoders::putSecretValue,
                    (secrets, request) -> secrets.putSecretValue(ClientRequestTokens.demanded(request)),
                    ResponseEncoders::putSecretValue),
            new Operation<>(
                    "RemoveRegionsFromReplication",
                    RequestShapes.REMOVE_REGIONS_FROM_REPLICATION,
                    RequestDecoders::removeRegionsFromReplication,
                    SecretsManager::removeRegionsFromReplication,
                    ResponseEncoders::removeRegionsFromReplication),
            new Operation<>(
                    "ReplicateSecretToRegions",
                    RequestShapes.REPLICATE_SECRET_TO_REGIONS,
                    RequestDecoders::replicateSecretToRegions,
                    SecretsManager::replicateSecretToRegions,
                    ResponseEncoders::replicateSecretToRegions),
            new Operation<>(
                    "RestoreSecret",
                    RequestShapes.SECRET_ID_ALONE,
                    RequestDecoders::restoreSecret,
                    SecretsManager::restoreSecret,
                    ResponseEncoders::restoreSecret),
            new Operation<>(
                    "RotateSecret",
                    RequestShapes.ROTATE_SECRET,
                    RequestDecoders::rotateSecret,
                    (secrets, request) -> secrets.rotateSecret(ClientRequestTokens.demanded(request)),
                    ResponseEncoders::rotateSecret),
            new Operation<>(
                    "StopReplicationToReplica",
                    RequestShapes.SECRET_ID_ALONE,
                    RequestDecoders::stopReplicationToReplica,
                    SecretsManager::stopReplicationToReplica,
                    ResponseEncoders::stopReplicationToReplica),
            Operation.withoutResponse(
                    "TagResource",
                    RequestShapes.TAG_RESOURCE,
                    RequestDecoders::tagResource,
                    SecretsManager::tagResource),
            Operation.withoutResponse(
                    "UntagResource",
                    RequestShapes.UNTAG_RESOURCE,
                    RequestDecoders::untagResource,
                    SecretsManager::untagResource),
            new Operation<>(
                    "UpdateSecret",
                    RequestShapes.UPDATE_SECRET,
                    RequestDecoders::updateSecret,
                    (secrets, request) -> secrets.updateSecret(ClientRequestTokens.demanded(request)),
                    ResponseEncoders::updateSecret),
            new Operation<>(
                    "UpdateSecretVersionStage",
                    RequestShapes.UPDATE_SECRET_VERSION_STAGE,
                    RequestDecoders::updateSecretVersionStage,
                    SecretsManager::updateSecretVersionStage,
                    ResponseEncoders::updateSecretVersionStage),
            new Operation<>(
                    "ValidateResourcePolicy",
                    RequestShapes.VALIDATE_RESOURCE_POLICY,
                    RequestDecoders::validateResourcePolicy,
                    SecretsManager::validateResourcePolicy,
                    ResponseEncoders::validateResourcePolicy));

    private static final Map<String, Operation<?, ?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Operation::name, operation -> operation));

    static final SortedMap<String, Shape.Structure> SHAPES = shapes();

    private Operations() {}

    /** Returns the operation; empty if there is none with the name. */
    static Optional<Operation<?, ?>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static SortedMap<String, Shape.Structure> shapes() {
        SortedMap<String, Shape.Structure> shapes = new TreeMap<>();
        ALL.forEach(operation -> shapes.put(operation.name(), operation.shape()));
        return Collections.unmodifiableSortedMap(shapes);
    }
}
