package dev.secrets.policy;

import dev.secrets.model.CallerIdentity;
import dev.secrets.model.CallerIdentity.Kind;
import java.util.List;
import java.util.Map;

/**
 * The condition keys that follow from a caller (section 6 of the reference), to be asked by the context of a request for what it
 * does not know itself. What the caller is comes first; what the host stated about it can't replace that (rule K2).
 *
 * <p>Derived are {@code aws:PrincipalArn}, {@code aws:PrincipalAccount}, {@code aws:PrincipalType}, {@code aws:PrincipalTag/KEY},
 * {@code aws:username}, {@code aws:userid} where it follows from the ARN (the unique ids of users and roles are the host's to
 * state), {@code aws:PrincipalIsAWSService}, {@code aws:PrincipalServiceName} and {@code aws:PrincipalServiceNamesList}, which has
 * that one name. Immutable and thread-safe.
 */
public final class CallerContext implements RequestContext {
    private static final List<String> NONE = List.of();
    private static final List<String> TRUE = List.of("true");
    private static final List<String> FALSE = List.of("false");

    private final CallerIdentity caller;

    /** Answers for the caller. */
    public CallerContext(CallerIdentity caller) {
        this.caller = caller;
    }

    @Override
    public List<String> values(ConditionKey key) {
        return switch (key.family()) {
            case "aws:principaltag/" -> tag(key.member());
            case "aws:principalarn" -> isKnown() ? List.of(caller.principalArn()) : NONE;
            case "aws:principalaccount" ->
                caller.kind() == Kind.ANONYMOUS
                        ? List.of("anonymous")
                        : caller.account().map(List::of).orElse(NONE);
            case "aws:principaltype" -> type();
            case "aws:username" -> caller.kind() == Kind.USER ? List.of(nameOf(caller.arn())) : NONE;
            case "aws:userid" -> userId(key);
            case "aws:principalisawsservice" -> caller.kind() == Kind.SERVICE ? TRUE : FALSE;
            case "aws:principalservicename", "aws:principalservicenameslist" ->
                caller.kind() == Kind.SERVICE ? List.of(caller.arn()) : NONE;
            default -> stated(key);
        };
    }

    private boolean isKnown() {
        return caller.kind() != Kind.ANONYMOUS && caller.kind() != Kind.SERVICE;
    }

    private List<String> type() {
        return switch (caller.kind()) {
            case ROOT -> List.of("Account");
            case USER -> List.of("User");
            case ROLE, ASSUMED_ROLE -> List.of("AssumedRole");
            case FEDERATED_USER -> List.of("FederatedUser");
            case ANONYMOUS -> List.of("Anonymous");
            case SERVICE -> NONE;
        };
    }

    /** A federated session is {@code account:name}, the root user its account; the rest is the host's to state. */
    private List<String> userId(ConditionKey key) {
        return switch (caller.kind()) {
            case ROOT -> caller.account().map(List::of).orElse(NONE);
            case FEDERATED_USER ->
                caller.account()
                        .map(account -> List.of(account + ":" + nameOf(caller.arn())))
                        .orElse(NONE);
            case ANONYMOUS -> List.of("anonymous");
            case USER, ROLE, ASSUMED_ROLE, SERVICE -> stated(key);
        };
    }

    private static String nameOf(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Tag keys of conditions ignore case; no caller has two that differ in case only. */
    private List<String> tag(String key) {
        String exact = caller.tags().get(key);
        if (exact != null) {
            return List.of(exact);
        }
        String folded = ConditionKey.fold(key);
        for (Map.Entry<String, String> tag : caller.tags().entrySet()) {
            if (ConditionKey.fold(tag.getKey()).equals(folded)) {
                return List.of(tag.getValue());
            }
        }
        return NONE;
    }

    private List<String> stated(ConditionKey key) {
        return caller.context().getOrDefault(key.folded(), NONE);
    }
}
