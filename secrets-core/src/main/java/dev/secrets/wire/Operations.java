package dev.secrets.wire;

import dev.secrets.SecretsManager;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The 23 operations. How one is carried out is linked when it is asked for, since a process that was started for one command would
 * spend longer on linking all of them than on its work.
 */
final class Operations {
    static final SortedMap<String, Shape.Structure> SHAPES =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.ofEntries(
                    Map.entry("BatchGetSecretValue", RequestShapes.BATCH_GET_SECRET_VALUE),
                    Map.entry("CancelRotateSecret", RequestShapes.SECRET_ID_ALONE),
                    Map.entry("CreateSecret", RequestShapes.CREATE_SECRET),
                    Map.entry("DeleteResourcePolicy", RequestShapes.SECRET_ID_ALONE),
                    Map.entry("DeleteSecret", RequestShapes.DELETE_SECRET),
                    Map.entry("DescribeSecret", RequestShapes.SECRET_ID_ALONE),
                    Map.entry("GetRandomPassword", RequestShapes.GET_RANDOM_PASSWORD),
                    Map.entry("GetResourcePolicy", RequestShapes.SECRET_ID_ALONE),
                    Map.entry("GetSecretValue", RequestShapes.GET_SECRET_VALUE),
                    Map.entry("ListSecretVersionIds", RequestShapes.LIST_SECRET_VERSION_IDS),
                    Map.entry("ListSecrets", RequestShapes.LIST_SECRETS),
                    Map.entry("PutResourcePolicy", RequestShapes.PUT_RESOURCE_POLICY),
                    Map.entry("PutSecretValue", RequestShapes.PUT_SECRET_VALUE),
                    Map.entry("RemoveRegionsFromReplication", RequestShapes.REMOVE_REGIONS_FROM_REPLICATION),
                    Map.entry("ReplicateSecretToRegions", RequestShapes.REPLICATE_SECRET_TO_REGIONS),
                    Map.entry("RestoreSecret", RequestShapes.SECRET_ID_ALONE),
                    Map.entry("RotateSecret", RequestShapes.ROTATE_SECRET),
                    Map.entry("StopReplicationToReplica", RequestShapes.SECRET_ID_ALONE),
                    Map.entry("TagResource", RequestShapes.TAG_RESOURCE),
                    Map.entry("UntagResource", RequestShapes.UNTAG_RESOURCE),
                    Map.entry("UpdateSecret", RequestShapes.UPDATE_SECRET),
                    Map.entry("UpdateSecretVersionStage", RequestShapes.UPDATE_SECRET_VERSION_STAGE),
                    Map.entry("ValidateResourcePolicy", RequestShapes.VALIDATE_RESOURCE_POLICY))));

    private Operations() {}

    /** Returns the operation; empty if there is none with the name. */
    static Optional<WireOperation<?, ?>> named(String name) {
        return Optional.ofNullable(SHAPES.get(name)).map(shape -> operation(name, shape));
    }

    private static WireOperation<?, ?> operation(String name, Shape.Structure shape) {
        return switch (name) {
            case "BatchGetSecretValue" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::batchGetSecretValue,
                        SecretsManager::batchGetSecretValue,
                        ResponseEncoders::batchGetSecretValue);
            case "CancelRotateSecret" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::cancelRotateSecret,
                        SecretsManager::cancelRotateSecret,
                        ResponseEncoders::cancelRotateSecret);
            case "CreateSecret" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::createSecret,
                        (secrets, request) -> secrets.createSecret(ClientRequestTokens.demanded(request)),
                        ResponseEncoders::createSecret);
            case "DeleteResourcePolicy" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::deleteResourcePolicy,
                        SecretsManager::deleteResourcePolicy,
                        ResponseEncoders::deleteResourcePolicy);
            case "DeleteSecret" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::deleteSecret,
                        SecretsManager::deleteSecret,
                        ResponseEncoders::deleteSecret);
            case "DescribeSecret" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::describeSecret,
                        SecretsManager::describeSecret,
                        ResponseEncoders::describeSecret);
            case "GetRandomPassword" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::getRandomPassword,
                        SecretsManager::getRandomPassword,
                        ResponseEncoders::getRandomPassword);
            case "GetResourcePolicy" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::getResourcePolicy,
                        SecretsManager::getResourcePolicy,
                        ResponseEncoders::getResourcePolicy);
            case "GetSecretValue" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::getSecretValue,
                        SecretsManager::getSecretValue,
                        ResponseEncoders::getSecretValue);
            case "ListSecretVersionIds" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::listSecretVersionIds,
                        SecretsManager::listSecretVersionIds,
                        ResponseEncoders::listSecretVersionIds);
            case "ListSecrets" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::listSecrets,
                        SecretsManager::listSecrets,
                        ResponseEncoders::listSecrets);
            case "PutResourcePolicy" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::putResourcePolicy,
                        SecretsManager::putResourcePolicy,
                        ResponseEncoders::putResourcePolicy);
            case "PutSecretValue" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::putSecretValue,
                        (secrets, request) -> secrets.putSecretValue(ClientRequestTokens.demanded(request)),
                        ResponseEncoders::putSecretValue);
            case "RemoveRegionsFromReplication" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::removeRegionsFromReplication,
                        SecretsManager::removeRegionsFromReplication,
                        ResponseEncoders::removeRegionsFromReplication);
            case "ReplicateSecretToRegions" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::replicateSecretToRegions,
                        SecretsManager::replicateSecretToRegions,
                        ResponseEncoders::replicateSecretToRegions);
            case "RestoreSecret" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::restoreSecret,
                        SecretsManager::restoreSecret,
                        ResponseEncoders::restoreSecret);
            case "RotateSecret" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::rotateSecret,
                        (secrets, request) -> secrets.rotateSecret(ClientRequestTokens.demanded(request)),
                        ResponseEncoders::rotateSecret);
            case "StopReplicationToReplica" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::stopReplicationToReplica,
                        SecretsManager::stopReplicationToReplica,
                        ResponseEncoders::stopReplicationToReplica);
            case "TagResource" ->
                WireOperation.withoutResponse(name, shape, RequestDecoders::tagResource, SecretsManager::tagResource);
            case "UntagResource" ->
                WireOperation.withoutResponse(
                        name, shape, RequestDecoders::untagResource, SecretsManager::untagResource);
            case "UpdateSecret" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::updateSecret,
                        (secrets, request) -> secrets.updateSecret(ClientRequestTokens.demanded(request)),
                        ResponseEncoders::updateSecret);
            case "UpdateSecretVersionStage" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::updateSecretVersionStage,
                        SecretsManager::updateSecretVersionStage,
                        ResponseEncoders::updateSecretVersionStage);
            case "ValidateResourcePolicy" ->
                new WireOperation<>(
                        name,
                        shape,
                        RequestDecoders::validateResourcePolicy,
                        SecretsManager::validateResourcePolicy,
                        ResponseEncoders::validateResourcePolicy);
            default -> throw new IllegalStateException("An operation without a call: " + name);
        };
    }
}
