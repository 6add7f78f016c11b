package dev.secrets.wire;

import dev.secrets.model.FilterKey;
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import dev.secrets.wire.Shape.Choice;
import dev.secrets.wire.Shape.ListOf;
import dev.secrets.wire.Shape.Member;
import dev.secrets.wire.Shape.Scalar;
import dev.secrets.wire.Shape.Structure;
import java.util.function.Function;
import java.util.stream.Stream;

/** The shapes of the requests of all operations (section 4 of the reference), each in the order of its record's members. */
final class RequestShapes {
    private static final Member SECRET_ID = string("SecretId").asRequired();
    private static final Member NAME = string("Name").asRequired();
    private static final Member CLIENT_REQUEST_TOKEN = string("ClientRequestToken");
    private static final Member DESCRIPTION = string("Description");
    private static final Member KMS_KEY_ID = string("KmsKeyId");
    private static final Member SECRET_BINARY = new Member("SecretBinary", Scalar.BLOB);
    private static final Member SECRET_STRING = new Member("SecretString", Scalar.SENSITIVE_STRING);
    private static final Member TYPE = string("Type");
    private static final Member MAX_RESULTS = new Member("MaxResults", Scalar.INTEGER);
    private static final Member NEXT_TOKEN = string("NextToken");
    private static final Member RESOURCE_POLICY = string("ResourcePolicy");
    private static final Member FORCE_OVERWRITE = flag("ForceOverwriteReplicaSecret");

    private static final Member FILTERS =
            structures("Filters", choice("Key", FilterKey.values(), FilterKey::wireName), strings("Values"));
    private static final Member TAGS = structures("Tags", string("Key"), string("Value"));
    private static final Member ADD_REPLICA_REGIONS = structures("AddReplicaRegions", string("Region"), KMS_KEY_ID);

    /** What the operations take that name a secret and nothing else. */
    static final Structure SECRET_ID_ALONE = Structure.of(SECRET_ID);

    static final Structure BATCH_GET_SECRET_VALUE =
            Structure.of(strings("SecretIdList"), FILTERS, MAX_RESULTS, NEXT_TOKEN);

    static final Structure CREATE_SECRET = Structure.of(
            NAME,
            CLIENT_REQUEST_TOKEN,
            DESCRIPTION,
            KMS_KEY_ID,
            SECRET_BINARY,
            SECRET_STRING,
            TAGS,
            ADD_REPLICA_REGIONS,
            FORCE_OVERWRITE,
            TYPE);

    static final Structure DELETE_SECRET =
            Structure.of(SECRET_ID, whole("RecoveryWindowInDays"), flag("ForceDeleteWithoutRecovery"));

    static final Structure GET_RANDOM_PASSWORD = Structure.of(
            whole("PasswordLength"),
            string("ExcludeCharacters"),
            flag("ExcludeNumbers"),
            flag("ExcludePunctuation"),
            flag("ExcludeUppercase"),
            flag("ExcludeLowercase"),
            flag("IncludeSpace"),
            flag("RequireEachIncludedType"));

    static final Structure GET_SECRET_VALUE = Structure.of(SECRET_ID, string("VersionId"), string("VersionStage"));

    static final Structure LIST_SECRET_VERSION_IDS =
            Structure.of(SECRET_ID, MAX_RESULTS, NEXT_TOKEN, flag("IncludeDeprecated"));

    static final Structure LIST_SECRETS = Structure.of(
            flag("IncludePlannedDeletion"),
            MAX_RESULTS,
            NEXT_TOKEN,
            FILTERS,
            choice("SortOrder", SortOrder.values(), SortOrder::wireName),
            choice("SortBy", SortBy.values(), SortBy::wireName));

    static final Structure PUT_RESOURCE_POLICY =
            Structure.of(SECRET_ID, RESOURCE_POLICY.asRequired(), flag("BlockPublicPolicy"));

    static final Structure PUT_SECRET_VALUE = Structure.of(
            SECRET_ID,
            CLIENT_REQUEST_TOKEN,
            SECRET_BINARY,
            SECRET_STRING,
            strings("VersionStages"),
            new Member("RotationToken", Scalar.SENSITIVE_STRING));

    static final Structure REMOVE_REGIONS_FROM_REPLICATION =
            Structure.of(SECRET_ID, strings("RemoveReplicaRegions").asRequired());

    static final Structure REPLICATE_SECRET_TO_REGIONS =
            Structure.of(SECRET_ID, ADD_REPLICA_REGIONS.asRequired(), FORCE_OVERWRITE);

    static final Structure ROTATE_SECRET = Structure.of(
            SECRET_ID,
            CLIENT_REQUEST_TOKEN,
            string("RotationLambdaARN"),
            structure(
                    "RotationRules", whole("AutomaticallyAfterDays"), string("Duration"), string("ScheduleExpression")),
            structures("ExternalSecretRotationMetadata", string("Key"), string("Value")),
            string("ExternalSecretRotationRoleArn"),
            flag("RotateImmediately"));

    static final Structure TAG_RESOURCE = Structure.of(SECRET_ID, TAGS.asRequired());

    static final Structure UNTAG_RESOURCE =
            Structure.of(SECRET_ID, strings("TagKeys").asRequired());

    static final Structure UPDATE_SECRET =
            Structure.of(SECRET_ID, CLIENT_REQUEST_TOKEN, DESCRIPTION, KMS_KEY_ID, SECRET_BINARY, SECRET_STRING, TYPE);

    static final Structure UPDATE_SECRET_VERSION_STAGE = Structure.of(
            SECRET_ID, string("VersionStage").asRequired(), string("RemoveFromVersionId"), string("MoveToVersionId"));

    static final Structure VALIDATE_RESOURCE_POLICY = Structure.of(string("SecretId"), RESOURCE_POLICY.asRequired());

    private RequestShapes() {}

    private static Member string(String name) {
        return new Member(name, Scalar.STRING);
    }

    private static Member whole(String name) {
        return new Member(name, Scalar.LONG);
    }

    private static Member flag(String name) {
        return new Member(name, Scalar.BOOLEAN);
    }

    private static <E> Member choice(String name, E[] constants, Function<E, String> wireName) {
        return new Member(name, new Choice(Stream.of(constants).map(wireName).toList()));
    }

    private static Member strings(String name) {
        return new Member(name, new ListOf(Scalar.STRING));
    }

    private static Member structure(String name, Member... members) {
        return new Member(name, Structure.of(members));
    }

    private static Member structures(String name, Member... members) {
        return new Member(name, new ListOf(Structure.of(members)));
    }
}
