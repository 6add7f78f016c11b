package dev.secrets.rotation.oauth;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of an answer as text, cut off at 1 MiB: token responses are far shorter, and what is cut off is no JSON. */
final class LimitedBody implements BodySubscriber<String> {
    private static final long MAX_BYTES = 1 << 20;

    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private Flow.@Nullable Subscription subscription;
    private long bytes;

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        text.onSubscribe(source);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        bytes += part.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytes <= MAX_BYTES) {
            text.onNext(part);
        } else if (subscription != null) {
            subscription.cancel();
            text.onComplete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        text.onError(failure);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }

    @Override
    public CompletionStage<String> getBody() {
        return text.getBody();
    }
}
