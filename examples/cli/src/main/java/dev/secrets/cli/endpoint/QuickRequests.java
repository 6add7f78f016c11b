package dev.secrets.cli.endpoint;

import java.util.Set;

/**
 * Which requests are answered by the thread that received them. A read of one secret takes some microseconds where the store is on
 * this machine: less than handing it to another thread and its answer back. What may wait for a disk, such as that of the audit
 * trail, for another machine or for many records goes to the workers, so that it holds up nobody.
 */
final class QuickRequests {
    private static final Set<String> READS = Set.of("GetSecretValue", "DescribeSecret", "GetRandomPassword");

    private final boolean readsAtOnce;

    QuickRequests(boolean readsAtOnce) {
        this.readsAtOnce = readsAtOnce;
    }

    boolean include(ReceivedRequest request) {
        return readsAtOnce && READS.contains(AwsRequests.operationOf(request));
    }
}
