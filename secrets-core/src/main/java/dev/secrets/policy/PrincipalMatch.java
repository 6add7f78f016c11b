package dev.secrets.policy;

/** How a statement of a resource policy names a caller; what its Allow is worth depends on it (rule E6). */
public enum PrincipalMatch {
    /** As one of everybody. */
    EVERYONE,
    /** By the ARN of the user, the role session or the federated session itself. */
    EXACT,
    /** By the ARN of the role that the caller is, or is a session of. */
    ROLE,
    /** By the ARN of the user that the federated session was made by. */
    FEDERATED_USER,
    /** By its account, which leaves it to that account's own policies (rule P4). */
    ACCOUNT,
    /** As a service. */
    SERVICE;

    /** One bit per constant, so that a set of them costs no allocation. */
    int bit() {
        return 1 << ordinal();
    }
}
