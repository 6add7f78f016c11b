package dev.secrets.policy;

import java.util.Set;
import java.util.regex.Pattern;

/** What the fields of an ARN may hold. */
final class ArnFields {
    private static final Set<String> PARTITIONS =
            Set.of("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
    private static final int ACCOUNT_LENGTH = 12;
    private static final int COLONS = 5;

    private ArnFields() {}

    /** Returns whether this is a known partition or holds a wildcard (rule G13). */
    static boolean isPartitionPattern(String text) {
        return PARTITIONS.contains(text) || hasWildcard(text);
    }

    static boolean isPartition(String text) {
        return PARTITIONS.contains(text);
    }

    /** Returns whether this may be the region of a resource: none, a region in the manner of eu-central-1, or a pattern. */
    static boolean isRegionPattern(String text) {
        return text.isEmpty() || hasWildcard(text) || REGION.matcher(text).matches();
    }

    /** Returns whether this may be the account of a resource: none, 12 digits, AWS's own, or a pattern. */
    static boolean isAccountPattern(String text) {
        return text.isEmpty() || hasWildcard(text) || text.equals("aws") || isAccount(text);
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    static boolean isAccount(String text) {
        return text.length() == ACCOUNT_LENGTH && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns the index of the sixth field, or the length of a text that has fewer. */
    static int resourceFieldOf(String arn) {
        int from = 0;
        for (int i = 0; i < COLONS; i++) {
            int colon = arn.indexOf(':', from);
            if (colon < 0) {
                return arn.length();
            }
            from = colon + 1;
        }
        return from;
    }
}
