package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.GeneralOperation;
import dev.secrets.engine.Session;
import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.GetRandomPasswordResponse;
import dev.secrets.model.SecretValue;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Section 10.
 *
 * @param request what is asked for
 */
public record GetRandomPassword(GetRandomPasswordRequest request)
        implements GeneralOperation<GetRandomPasswordResponse> {
    @Override
    public Action action() {
        return Action.GET_RANDOM_PASSWORD;
    }

    @Override
    public GetRandomPasswordResponse answer(Session session) {
        char[] password = PasswordGenerator.of(request)
                .generate(session.environment().random().source());
        try {
            return new GetRandomPasswordResponse(SecretValue.ofString(CharBuffer.wrap(password)));
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    // For the trail and the policies

    @Override
    public Map<String, Object> parameters() {
        return Parameters.none()
                .and("passwordLength", request.passwordLength())
                .and("excludeNumbers", request.excludeNumbers())
                .and("excludePunctuation", request.excludePunctuation())
                .and("excludeUppercase", request.excludeUppercase())
                .and("excludeLowercase", request.excludeLowercase())
                .and("includeSpace", request.includeSpace())
                .and("requireEachIncludedType", request.requireEachIncludedType())
                .asMap();
    }
}
