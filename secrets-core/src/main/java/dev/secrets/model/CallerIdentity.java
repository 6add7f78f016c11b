package dev.secrets.model;

/** Placeholder until the policy package lands. */
public record CallerIdentity(String arn) {
    public static CallerIdentity of(String arn) {
        return new CallerIdentity(arn);
    }
}
