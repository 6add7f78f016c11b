package dev.secrets.rotation.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.State;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.secrets.rotation.RotationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits on a loopback port for the browser to come back from a login. Anybody on the machine can call that port: what does not carry
 * the login's state is answered and ignored, so that nobody can end or take over another's login.
 */
final class LoopbackRedirect implements AutoCloseable {
    private static final String PATH = "/callback";
    private static final String PAGE = "<!doctype html><title>Login</title><p>You can close this window.";

    private final HttpServer server;
    private final State state;

    /** One per caller: a stranger who calls and says nothing keeps nobody else waiting. */
    private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackRedirect::thread);

    /** The first that carries the state. */
    private final CompletableFuture<AuthorizationResponse> answer = new CompletableFuture<>();

    private LoopbackRedirect(HttpServer server, State state) {
        this.server = server;
        this.state = state;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "oauth-redirect");
        thread.setDaemon(true);
        return thread;
    }

    static LoopbackRedirect open(State state) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            LoopbackRedirect redirect = new LoopbackRedirect(server, state);
            server.createContext(PATH, redirect::called);
            server.setExecutor(redirect.threads);
            server.start();
            return redirect;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    private void called(HttpExchange exchange) throws IOException {
        Optional<AuthorizationResponse> response = response(exchange).filter(this::carriesState);
        response.ifPresent(answer::complete);
        byte[] page = PAGE.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(response.isPresent() ? 200 : 400, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** Waits for the answer that carries the state. */
    AuthorizationCode await(Duration patience) {
        try {
            return code(answer.get(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            throw RotationException.permanent("Nobody came back from the login within " + patience);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw RotationException.permanent("The login was interrupted");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("An answer is never completed with a failure", impossible);
        }
    }

    /** Reads a call; nothing for one that is no answer to a login. The library refuses some by an IllegalArgumentException. */
    private Optional<AuthorizationResponse> response(HttpExchange exchange) {
        if (!exchange.getRequestMethod().equals("GET")) {
            return Optional.empty();
        }
        try {
            URI call = URI.create(address() + "?" + exchange.getRequestURI().getRawQuery());
            return Optional.of(AuthorizationResponse.parse(call));
        } catch (ParseException | IllegalArgumentException somethingElse) {
            return Optional.empty();
        }
    }

    private boolean carriesState(AuthorizationResponse response) {
        State theirs = response.getState();
        return theirs != null && MessageDigest.isEqual(bytes(state), bytes(theirs));
    }

    private static byte[] bytes(State state) {
        return state.getValue().getBytes(StandardCharsets.UTF_8);
    }

    private static AuthorizationCode code(AuthorizationResponse answer) {
        if (!answer.indicatesSuccess()) {
            throw RotationException.permanent("The login was refused");
        }
        return Optional.ofNullable(answer.toSuccessResponse().getAuthorizationCode())
                .orElseThrow(() -> RotationException.permanent("The login's answer has no code"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
