package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.SecretRead;
import dev.secrets.engine.SecretView;
import dev.secrets.listing.PageCollector;
import dev.secrets.model.ListSecretVersionIdsRequest;
import dev.secrets.model.ListSecretVersionIdsResponse;
import dev.secrets.model.SecretVersionsListEntry;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Section 4.7.
 *
 * @param request what is asked for
 */
public record ListSecretVersionIds(ListSecretVersionIdsRequest request)
        implements SecretRead<ListSecretVersionIdsResponse> {
    private static final int DEFAULT_PAGE = 100;
    private static final String DEFAULT_KEY = "DefaultEncryptionKey";

    @Override
    public Action action() {
        return Action.LIST_SECRET_VERSION_IDS;
    }

    @Override
    public String secretId() {
        return request.secretId();
    }

    @Override
    public ListSecretVersionIdsResponse read(SecretView view) {
        Secret secret = view.secret();
        PageTokens tokens = new PageTokens(view.session().keys(), "ListSecretVersionIds", query(secret));
        PageCollector<SecretVersion, Place> collector = new PageCollector<>(
                Place::of,
                Place.ORDER,
                tokens.open(request.nextToken()).map(Place::decode),
                request.maxResults().orElse(DEFAULT_PAGE));
        secret.versions().all().stream().filter(this::isListed).forEach(collector::offer);
        return new ListSecretVersionIdsResponse(
                collector.page().stream().map(ListSecretVersionIds::entry).toList(),
                tokens.seal(collector.next().map(Place::encode)),
                view.arn(),
                secret.identity().name());
    }

    private String query(Secret secret) {
        return secret.identity().uid() + " " + request.includeDeprecated().orElse(false);
    }

    private boolean isListed(SecretVersion version) {
        return request.includeDeprecated().orElse(false) || !version.isDeprecated();
    }

    private static SecretVersionsListEntry entry(SecretVersion version) {
        return new SecretVersionsListEntry(
                version.id(),
                Optional.of(version.labels()).filter(labels -> !labels.isEmpty()),
                version.lastAccessedDay().map(Descriptions::startOfDay),
                version.createdDate(),
                List.of(version.kmsKeyId().orElse(DEFAULT_KEY)));
    }

    /** A place in the list: oldest first (VERS-09). */
    private record Place(long created, String versionId) {
        static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::created).thenComparing(Place::versionId);

        static Place of(SecretVersion version) {
            return new Place(version.createdDate().toEpochMilli(), version.id());
        }

        String encode() {
            return created + " " + versionId;
        }

        static Place decode(String text) {
            int blank = text.indexOf(' ');
            return new Place(Long.parseLong(text.substring(0, blank)), text.substring(blank + 1));
        }
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("secretId", request.secretId())
                .and("maxResults", request.maxResults())
                .and("includeDeprecated", request.includeDeprecated())
                .asMap();
    }
}
