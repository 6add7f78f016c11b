package dev.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class Slf4jAuditListenerTest {
    private final RecordingLogger logger = new RecordingLogger();
    private final Slf4jAuditListener listener = new Slf4jAuditListener(logger);

    @Test
    void audit_everyMember_isAPairOfItsOwn() {
        listener.audit(Events.full());

        assertThat(logger.lastPairs())
                .containsExactly(
                        "time=2026-02-03T10:15:30.123Z",
                        "requestId=b1e0c6f2-0000-4000-8000-00000000002a",
                        "phase=OUTCOME",
                        "eventName=GetSecretValue",
                        "principal=arn:aws:iam::000000000000:role/app",
                        "resourceArn=" + Events.ARN,
                        "requestParameters.secretId=prod/db",
                        "requestParameters.versionStage=AWSCURRENT",
                        "errorCode=AccessDeniedException",
                        "decidedBy=app-policy statement 2",
                        "sourceAddress=10.0.0.7",
                        "elapsedMicros=1234");
        assertThat(logger.events.get(0).getMessage()).isEqualTo("GetSecretValue OUTCOME AccessDeniedException");
        assertThat(logger.events.get(0).getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void audit_absentMembers_areLeftOut() {
        listener.audit(Events.bare("r-1"));

        assertThat(logger.lastPairs())
                .containsExactly(
                        "time=2026-02-03T10:15:30.123Z",
                        "requestId=r-1",
                        "phase=INTENT",
                        "eventName=PutSecretValue",
                        "principal=arn:aws:iam::000000000000:root");
        assertThat(logger.events.get(0).getMessage()).isEqualTo("PutSecretValue INTENT");
    }

    @Test
    void audit_lineBreaksAndControls_stayWithinTheirValue() {
        listener.audit(Events.bare("a\nb\u001b[31m\u2028\ud800\u00fc\"\\"));

        assertThat(logger.lastPairs()).contains("requestId=a\\u000ab\\u001b[31m\\u2028\\ud800\\u00fc\\\"\\\\");
    }

    @Test
    void audit_parametersThatAreListsAndObjects_areJson() {
        listener.audit(Events.withParameters(Map.of(
                "tags", List.of(Map.of("key", "a\"b"), Map.of()), "recoveryWindowInDays", 7, "filters", List.of())));

        assertThat(logger.lastPairs())
                .contains(
                        "requestParameters.tags=[{\"key\":\"a\\\"b\"},{}]",
                        "requestParameters.recoveryWindowInDays=7",
                        "requestParameters.filters=[]");
    }

    @Test
    void audit_toTheDefaultLogger_goesThrough() {
        assertThat(List.of(new Slf4jAuditListener())).allSatisfy(l -> l.audit(Events.full()));
    }
}
