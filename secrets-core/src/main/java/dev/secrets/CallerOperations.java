package dev.secrets;

import dev.secrets.engine.Caller;
import dev.secrets.engine.Engine;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.BatchGetSecretValueResponse;
import dev.secrets.model.CancelRotateSecretRequest;
import dev.secrets.model.CancelRotateSecretResponse;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.CreateSecretResponse;
import dev.secrets.model.DeleteResourcePolicyRequest;
import dev.secrets.model.DeleteResourcePolicyResponse;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.DeleteSecretResponse;
import dev.secrets.model.DescribeSecretRequest;
import dev.secrets.model.DescribeSecretResponse;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.GetRandomPasswordResponse;
import dev.secrets.model.GetResourcePolicyRequest;
import dev.secrets.model.GetResourcePolicyResponse;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretVersionIdsResponse;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ListSecretsResponse;
import dev.secrets.model.PutResourcePolicyRequest;
import dev.secrets.model.PutResourcePolicyResponse;
import dev.secrets.model.PutSecretValueRequest;
import dev.secrets.model.PutSecretValueResponse;
import dev.secrets.model.RemoveRegionsFromReplicationRequest;
import dev.secrets.model.RemoveRegionsFromReplicationResponse;
import dev.secrets.model.ReplicateSecretToRegionsRequest;
import dev.secrets.model.ReplicateSecretToRegionsResponse;
import dev.secrets.model.RestoreSecretRequest;
import dev.secrets.model.RestoreSecretResponse;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotateSecretResponse;
import dev.secrets.model.StopReplicationToReplicaRequest;
import dev.secrets.model.StopReplicationToReplicaResponse;
import dev.secrets.model.TagResourceRequest;
import dev.secrets.model.UntagResourceRequest;
import dev.secrets.model.UpdateSecretRequest;
import dev.secrets.model.UpdateSecretResponse;
import dev.secrets.model.UpdateSecretVersionStageRequest;
import dev.secrets.model.UpdateSecretVersionStageResponse;
import dev.secrets.model.ValidateResourcePolicyRequest;
import dev.secrets.model.ValidateResourcePolicyResponse;
import dev.secrets.operations.BatchGetSecretValue;
import dev.secrets.operations.CancelRotateSecret;
import dev.secrets.operations.CreateSecret;
import dev.secrets.operations.DeleteResourcePolicy;
import dev.secrets.operations.DeleteSecret;
import dev.secrets.operations.DescribeSecret;
import dev.secrets.operations.GetRandomPassword;
import dev.secrets.operations.GetResourcePolicy;
import dev.secrets.operations.GetSecretValue;
import dev.secrets.operations.ListSecretVersionIds;
import dev.secrets.operations.ListSecrets;
import dev.secrets.operations.PutResourcePolicy;
import dev.secrets.operations.PutSecretValue;
import dev.secrets.operations.RemoveRegionsFromReplication;
import dev.secrets.operations.ReplicateSecretToRegions;
import dev.secrets.operations.RestoreSecret;
import dev.secrets.operations.RotateSecret;
import dev.secrets.operations.StopReplicationToReplica;
import dev.secrets.operations.TagResource;
import dev.secrets.operations.UntagResource;
import dev.secrets.operations.UpdateSecret;
import dev.secrets.operations.UpdateSecretVersionStage;
import dev.secrets.operations.ValidateDetachedPolicy;
import dev.secrets.operations.ValidateResourcePolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The operations on behalf of one caller, who is fixed when this is made and can be neither changed nor taken off. */
abstract class CallerOperations implements SecretsManager {
    private final Engine engine;
    private final Caller caller;

    CallerOperations(Engine engine, Caller caller) {
        this.engine = engine;
        this.caller = caller;
    }

    @Override
    public BatchGetSecretValueResponse batchGetSecretValue(BatchGetSecretValueRequest request) {
        return engine.answer(caller, new BatchGetSecretValue(request));
    }

    @Override
    public CancelRotateSecretResponse cancelRotateSecret(CancelRotateSecretRequest request) {
        CancelRotateSecretResponse response = engine.change(caller, new CancelRotateSecret(request));
        response.versionId().ifPresent(underWay -> waitOut(RotationQueue.UNCANCELLED_FOR));
        return response;
    }

    /** Returns when the time has passed and not before: an interrupt stays set, and does not cut it short. */
    private static void waitOut(Duration time) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    @Override
    public CreateSecretResponse createSecret(CreateSecretRequest request) {
        return engine.change(caller, new CreateSecret(request, token(request.clientRequestToken())));
    }

    @Override
    public DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request) {
        return engine.change(caller, new DeleteResourcePolicy(request));
    }

    @Override
    public DeleteSecretResponse deleteSecret(DeleteSecretRequest request) {
        return engine.change(caller, new DeleteSecret(request));
    }

    @Override
    public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
        return engine.read(caller, new DescribeSecret(request));
    }

    @Override
    public GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request) {
        return engine.answer(caller, new GetRandomPassword(request));
    }

    @Override
    public GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
        return engine.read(caller, new GetResourcePolicy(request));
    }

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        return engine.read(caller, new GetSecretValue(request));
    }

    @Override
    public ListSecretVersionIdsResponse listSecretVersionIds(ListSecretVersionIdsRequest request) {
        return engine.read(caller, new ListSecretVersionIds(request));
    }

    @Override
    public ListSecretsResponse listSecrets(ListSecretsRequest request) {
        return engine.answer(caller, new ListSecrets(request));
    }

    @Override
    public PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request) {
        return engine.change(caller, new PutResourcePolicy(request));
    }

    @Override
    public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
        return engine.change(caller, new PutSecretValue(request, token(request.clientRequestToken())));
    }

    @Override
    public RemoveRegionsFromReplicationResponse removeRegionsFromReplication(
            RemoveRegionsFromReplicationRequest request) {
        return engine.change(caller, new RemoveRegionsFromReplication(request));
    }

    @Override
    public ReplicateSecretToRegionsResponse replicateSecretToRegions(ReplicateSecretToRegionsRequest request) {
        return engine.change(caller, new ReplicateSecretToRegions(request));
    }

    @Override
    public RestoreSecretResponse restoreSecret(RestoreSecretRequest request) {
        return engine.change(caller, new RestoreSecret(request));
    }

    @Override
    public RotateSecretResponse rotateSecret(RotateSecretRequest request) {
        return engine.change(caller, new RotateSecret(request, token(request.clientRequestToken())));
    }

    @Override
    public StopReplicationToReplicaResponse stopReplicationToReplica(StopReplicationToReplicaRequest request) {
        return engine.change(caller, new StopReplicationToReplica(request));
    }

    @Override
    public void tagResource(TagResourceRequest request) {
        engine.change(caller, new TagResource(request));
    }

    @Override
    public void untagResource(UntagResourceRequest request) {
        engine.change(caller, new UntagResource(request));
    }

    @Override
    public UpdateSecretResponse updateSecret(UpdateSecretRequest request) {
        return engine.change(caller, new UpdateSecret(request, token(request.clientRequestToken())));
    }

    @Override
    public UpdateSecretVersionStageResponse updateSecretVersionStage(UpdateSecretVersionStageRequest request) {
        return engine.change(caller, new UpdateSecretVersionStage(request));
    }

    @Override
    public ValidateResourcePolicyResponse validateResourcePolicy(ValidateResourcePolicyRequest request) {
        return request.secretId().isPresent()
                ? engine.read(caller, new ValidateResourcePolicy(request))
                : engine.answer(caller, new ValidateDetachedPolicy(request));
    }

    /** A call without a token gets a random one, as the SDKs of AWS do it (checklist CREATE-02). */
    private String token(Optional<String> clientRequestToken) {
        return clientRequestToken.orElseGet(engine::newToken);
    }
}
