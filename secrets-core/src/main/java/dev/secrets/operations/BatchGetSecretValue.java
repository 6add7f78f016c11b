package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.GeneralOperation;
import dev.secrets.engine.Session;
import dev.secrets.model.ApiErrorType;
import dev.secrets.model.BatchGetSecretValueRequest;
import dev.secrets.model.BatchGetSecretValueResponse;
import dev.secrets.model.Filter;
import dev.secrets.model.GetSecretValueRequest;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.model.SortBy;
import dev.secrets.model.SortOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Section 4.3.
 *
 * @param request what is asked for
 */
public record BatchGetSecretValue(BatchGetSecretValueRequest request)
        implements GeneralOperation<BatchGetSecretValueResponse> {
    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_FILTER_VALUES = 10;

    @Override
    public Action action() {
        return Action.BATCH_GET_SECRET_VALUE;
    }

    @Override
    public BatchGetSecretValueResponse answer(Session session) {
        requireOneSelector();
        return request.secretIdList().isPresent()
                ? values(session, request.secretIdList().get(), Optional.empty())
                : search(session);
    }

    private void requireOneSelector() {
        if (request.secretIdList().isPresent() == request.filters().isPresent()) {
            throw new InvalidParameterException("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
        }
        request.maxResults().ifPresent(given -> requireFilters("MaxResults"));
        request.nextToken().ifPresent(given -> requireFilters("NextToken"));
    }

    private void requireFilters(String parameter) {
        if (request.filters().isEmpty()) {
            throw new InvalidParameterException(
                    "'Filters' not specified. 'Filters' must also be specified when '" + parameter + "' is provided.");
        }
    }

    /** The service counts values where it speaks of filters: one filter of ten names and one of a tag are too many. */
    private static void requireFewValues(List<Filter> filters) {
        if (filters.stream().mapToInt(filter -> filter.values().size()).sum() > MAX_FILTER_VALUES) {
            throw new InvalidParameterException(
                    "The filter list has too many filters. You can include up to 10 filters.");
        }
    }

    private BatchGetSecretValueResponse search(Session session) {
        request.filters().ifPresent(BatchGetSecretValue::requireFewValues);
        session.authorize(new ListSecrets(new ListSecretsRequest()));
        SecretSearch search = new SecretSearch(
                session,
                "BatchGetSecretValue",
                request.filters().orElse(List.of()),
                false,
                SortBy.CREATED_DATE,
                SortOrder.ASC);
        SecretSearch.Page page =
                search.page(request.nextToken(), request.maxResults().orElse(DEFAULT_PAGE));
        List<String> arns = page.secrets().stream().map(SecretSearch.Found::arn).toList();
        return values(session, arns, page.nextToken());
    }

    /** Each secret is read as if asked for alone; what stands in the way of one is told in its place (BATCH-02 to BATCH-04). */
    private static BatchGetSecretValueResponse values(
            Session session, List<String> secretIds, Optional<String> nextToken) {
        List<GetSecretValueResponse> values = new ArrayList<>();
        List<ApiErrorType> errors = new ArrayList<>();
        try {
            secretIds.forEach(secretId -> read(session, secretId, values, errors));
        } catch (RuntimeException | Error failed) {
            withhold(values);
            throw failed;
        }
        return new BatchGetSecretValueResponse(values, nextToken, errors);
    }

    private static void read(
            Session session, String secretId, List<GetSecretValueResponse> values, List<ApiErrorType> errors) {
        try {
            values.add(session.perform(new GetSecretValue(new GetSecretValueRequest(secretId))));
        } catch (InternalServiceErrorException environment) {
            throw environment;
        } catch (SecretsManagerException refusal) {
            errors.add(new ApiErrorType(secretId, refusal.errorCode(), refusal.getMessage()));
        }
    }

    @Override
    public void withhold(BatchGetSecretValueResponse response) {
        withhold(response.secretValues());
    }

    private static void withhold(List<GetSecretValueResponse> values) {
        values.forEach(value -> value.secretValue().close());
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.none()
                .and("secretIdList", request.secretIdList())
                .and("filters", request.filters())
                .and("maxResults", request.maxResults())
                .asMap();
    }
}
