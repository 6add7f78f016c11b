package dev.secrets.cli.rotators;

import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Posts the event of each step to a URL, as AWS's runtime for functions takes it. An answer other than 200, or one with the header
 * {@code X-Amz-Function-Error}, fails the step; its body is thrown away, for it may quote the secret.
 */
final class HttpRotator extends FunctionRotator {
    private static final int OK = 200;

    private final URI url;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpRotator(URI url, Duration timeout) {
        super(timeout);
        this.url = url;
    }

    @Override
    void invoke(RotationContext context, String event, Duration limit) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        HttpResponse<Void> answer;
        try {
            answer = client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException unreachable) {
            throw RotationException.retryable("The function at " + url.getHost() + " did not answer");
        }
        if (answer.statusCode() != OK
                || answer.headers().firstValue("X-Amz-Function-Error").isPresent()) {
            throw RotationException.retryable(
                    "The function at " + url.getHost() + " failed; it answered with " + answer.statusCode());
        }
    }
}
