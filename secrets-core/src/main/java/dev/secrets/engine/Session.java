package dev.secrets.engine;

import dev.secrets.keys.KeyManager;
import dev.secrets.state.NameRange;
import dev.secrets.state.Secret;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

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
        forEachSecretWhile(NameRange.ALL, (secret, arn) -> {
            consumer.accept(secret, arn);
            return true;
        });
    }

    /** Calls with each such secret of a range, in the order of the names, for as long as it answers yes. */
    public void forEachSecretWhile(NameRange range, BiPredicate<Secret, String> goesOn) {
        engine.repository()
                .forEachWhile(
                        range,
                        opened -> opened.secret().isGone(now())
                                || !call.listShows(opened)
                                || goesOn.test(engine.accesses().overlay(opened.secret()), opened.arn()));
    }
}
