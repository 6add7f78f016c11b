package dev.secrets.cli.endpoint;

import java.util.Set;

/**
 * Which requests are answered by the thread that received them. A read of one secret takes some microseconds where the store is on
 * this machine: less than handing it to another thread and its answer back. What may wait for a disk, for another machine or for
 * many records goes to the workers, so that it holds up nobody.
 */
final class QuickRequests {
    private static final Set<String> READS = Set.of("GetSecretValue", "DescribeSecret", "GetRandomPassword");

    private final boolean localStores;

    QuickRequests(boolean localStores) {
        this.localStores = localStores;
    }

    boolean include(ReceivedRequest request) {
        return localStores && READS.contains(AwsRequests.operationOf(request));
    }
}
