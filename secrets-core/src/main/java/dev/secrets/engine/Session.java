package dev.secrets.engine;

import dev.secrets.keys.KeyManager;
import dev.secrets.state.Secret;
import java.time.Instant;
import java.util.function.BiConsumer;

/** What an operation without a secret of its own can reach. */
public final class Session {
    private final Engine engine;
    private final Call call;

    Session(Engine engine, Call call) {
        this.engine = engine;
        this.call = call;
    }

    /** Returns what surrounds the engine. */
    public Environment environment() {
        return engine.environment();
    }

    /** Returns the keys, for page tokens. */
    public KeyManager keys() {
        return engine.keys();
    }

    /** Returns the time of the call. */
    public Instant now() {
        return call.time();
    }

    /** Carries out another operation for the same caller, authorised and audited like any other. */
    public <R> R perform(SecretRead<R> operation) {
        return engine.read(call.caller(), operation);
    }

    /** Authorises the caller for a further operation without a secret of its own. */
    public void authorize(Operation operation) {
        call.authorize(operation);
    }

    /** Calls with each secret that is not gone and that the caller's list shows, and with its ARN. */
    public void forEachSecret(BiConsumer<Secret, String> consumer) {
        engine.repository().forEach(opened -> {
            if (!opened.secret().isGone(now()) && call.listShows(opened)) {
                consumer.accept(engine.accesses().overlay(opened.secret()), opened.arn());
            }
        });
    }
}
