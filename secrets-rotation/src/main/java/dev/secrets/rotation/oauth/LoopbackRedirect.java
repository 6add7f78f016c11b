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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Waits on a loopback port for the browser to come back from a login. Anybody on the machine can call that port: what does not carry
 * the login's state is answered and ignored, so that nobody can end or take over another's login.
 */
final class LoopbackRedirect implements AutoCloseable {
    private static final String PATH = "/callback";
    private static final String PAGE = "<!doctype html><title>Login</title><p>You can close this window.";
    private static final int MAX_WAITING = 100;

    private final HttpServer server;

    /** One per caller: a stranger who calls and says nothing keeps nobody else waiting. */
    private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackRedirect::thread);

    private final BlockingQueue<URI> calls = new LinkedBlockingQueue<>(MAX_WAITING);

    private LoopbackRedirect(HttpServer server) {
        this.server = server;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "oauth-redirect");
        thread.setDaemon(true);
        return thread;
    }

    static LoopbackRedirect open() {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            LoopbackRedirect redirect = new LoopbackRedirect(server);
            server.createContext(PATH, redirect::called);
            server.setExecutor(redirect.threads);
            server.start();
            return redirect;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    private void called(HttpExchange exchange) throws IOException {
        boolean ours = exchange.getRequestMethod().equals("GET")
                && calls.offer(
                        URI.create(address() + "?" + exchange.getRequestURI().getRawQuery()));
        byte[] page = PAGE.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(ours ? 200 : 400, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** Waits for the answer that carries the state. */
    AuthorizationCode await(State state, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                URI call = calls.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (call == null) {
                    throw RotationException.permanent("Nobody came back from the login within " + patience);
                }
                if (carries(state, call)) {
                    return code(AuthorizationResponse.parse(call));
                }
            }
        } catch (ParseException unreadable) {
            throw RotationException.permanent("The login's answer is none of RFC 6749");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw RotationException.permanent("The login was interrupted");
        }
    }

    private static boolean carries(State state, URI call) {
        try {
            State theirs = AuthorizationResponse.parse(call).getState();
            return theirs != null && MessageDigest.isEqual(bytes(state), bytes(theirs));
        } catch (ParseException somethingElse) {
            return false;
        }
    }

    private static byte[] bytes(State state) {
        return state.getValue().getBytes(StandardCharsets.UTF_8);
    }

    private static AuthorizationCode code(AuthorizationResponse answer) {
        if (!answer.indicatesSuccess()) {
            throw RotationException.permanent("The login was refused");
        }
        return answer.toSuccessResponse().getAuthorizationCode();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
