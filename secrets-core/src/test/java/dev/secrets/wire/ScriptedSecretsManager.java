package dev.secrets.wire;

import dev.secrets.SecretsManager;
import dev.secrets.model.ResourceNotFoundException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A manager that answers every operation by one script, and the protocol in front of it. Keeps what it was asked. */
final class ScriptedSecretsManager {
    private final JsonProtocol protocol = new JsonProtocol();
    private final List<Object> requests = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final SecretsManager manager;

    private ScriptedSecretsManager(Function<Object, Object> script) {
        manager = (SecretsManager) Proxy.newProxyInstance(
                SecretsManager.class.getClassLoader(),
                new Class<?>[] {SecretsManager.class},
                (proxy, method, arguments) -> {
                    methods.add(method.getName());
                    requests.add(arguments[0]);
                    return script.apply(arguments[0]);
                });
    }

    static ScriptedSecretsManager answering(Object response) {
        return new ScriptedSecretsManager(request -> response);
    }

    static ScriptedSecretsManager throwing(RuntimeException failure) {
        return new ScriptedSecretsManager(request -> {
            throw failure;
        });
    }

    /** Looks at the request while it is carried out, when its secret values are still open. */
    static ScriptedSecretsManager inspecting(Function<Object, Object> look, List<Object> seen) {
        return new ScriptedSecretsManager(request -> {
            seen.add(look.apply(request));
            throw new ResourceNotFoundException("seen");
        });
    }

    /** Refuses everything, so that a test can look at the requests that came through. */
    static ScriptedSecretsManager refusing() {
        return throwing(new ResourceNotFoundException("refused"));
    }

    WireResponse handle(String operation, String json) {
        return handle(operation, json.getBytes(StandardCharsets.UTF_8));
    }

    WireResponse handle(String operation, byte[] json) {
        return protocol.handle(manager, operation, json);
    }

    /** Returns the body of the answer as text. */
    String answer(String operation, String json) {
        return text(handle(operation, json));
    }

    static String text(WireResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    List<Object> requests() {
        return requests;
    }

    List<String> methods() {
        return methods;
    }
}
