package dev.secrets.engine;

import dev.secrets.model.SecretValue;
import dev.secrets.policy.PolicyDocument;
import dev.secrets.state.Secret;
import dev.secrets.state.SecretVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a reading operation sees of its secret. Confined to one thread. */
public final class SecretView {
    private final Engine engine;
    private final Call call;
    private final LoadedSecret loaded;
    private @Nullable SecretVersion accessed;

    SecretView(Engine engine, Call call, LoadedSecret loaded) {
        this.engine = engine;
        this.call = call;
        this.loaded = loaded;
    }

    /** Returns the secret, with reads that are noted but not yet committed. */
    public Secret secret() {
        return engine.accesses().overlay(loaded.secret());
    }

    /** Returns the secret's ARN. */
    public String arn() {
        return loaded.opened().arn();
    }

    /** Returns the time of the call. */
    public Instant now() {
        return call.time();
    }

    /** Opens the value of a version. */
    public SecretValue value(SecretVersion version) {
        call.requireMayDecrypt(version, arn());
        return engine.repository().value(loaded, version);
    }

    /** Returns whether the caller could still replace the resource policy if this one were the secret's (checklist POL-08). */
    public boolean couldManageUnder(PolicyDocument resourcePolicy) {
        return call.couldManageUnder(resourcePolicy, loaded.opened());
    }

    /** Says that the answer holds the version's value: an access, if the answer leaves (checklist GET-14, GET-16). */
    public void noteAccess(SecretVersion version) {
        accessed = version;
    }

    void answered() {
        if (accessed != null) {
            engine.accesses().note(loaded.secret(), accessed, call.time());
        }
    }

    /** Returns what the general operations need too. */
    public Session session() {
        return new Session(engine, call);
    }
}
