package dev.secrets.rotation.oauth;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import dev.secrets.rotation.RotationException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to an authorization server, each once: a grant is good for one use, so that nothing here may repeat a POST whose
 * answer was lost, as {@link java.net.HttpURLConnection} does. Connecting, sending and the whole answer share one deadline.
 */
final class HttpSender {
    private final OAuthServer server;
    private final HttpClient client;

    HttpSender(OAuthServer server) {
        this.server = server;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(server.tls())
                .build();
    }

    /** @throws RotationException if no answer came in time; an interrupt ends the wait */
    HTTPResponse post(HTTPRequest request) {
        HttpRequest.Builder post =
                HttpRequest.newBuilder(request.getURI()).POST(BodyPublishers.ofString(request.getBody()));
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> post.header(name, value)));
        return response(await(client.sendAsync(post.build(), head -> new LimitedBody())));
    }

    private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer) {
        try {
            return answer.get(TimeUnit.NANOSECONDS.convert(server.timeout()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException away) {
            throw RotationException.retryable("The authorization server can't be reached");
        } catch (TimeoutException late) {
            throw RotationException.retryable("The authorization server did not answer within " + server.timeout());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw RotationException.retryable("Waiting for the authorization server was interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static HTTPResponse response(HttpResponse<String> answer) {
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        answer.headers().firstValue("Content-Type").ifPresent(type -> response.setHeader("Content-Type", type));
        response.setBody(answer.body());
        return response;
    }
}
