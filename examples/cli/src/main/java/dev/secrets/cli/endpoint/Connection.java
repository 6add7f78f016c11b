package dev.secrets.cli.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: makes whole requests of what arrives, has them answered one after the other, and watches the time.
 * What is wrong with the HTTP itself is answered and ends the connection; what still arrives then is read and thrown away for a
 * moment, so that the client sees the answer and not a broken connection.
 *
 * <p>Used by the one thread that serves its socket; {@link #isOverdue} by any.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** Requests that a client sends ahead of answers; more of them are not read until there is room. */
    private static final int MAX_AHEAD = 4;

    /** How much is read in vain after a refusal: a client that has sent so much more has not looked for an answer. */
    private static final int MAX_DISCARDED = 16 << 20;

    /** All headers of an answer are of this program's making, so they need no check. */
    private static final HttpHeadersFactory OWN_HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    /** What the connection is waiting for. */
    private enum Waiting {
        FOR_REQUEST,
        FOR_REST_OF_REQUEST,
        FOR_WORKER,
        FOR_CLIENT_TO_RECEIVE,
        FOR_CLIENT_TO_CLOSE
    }

    private record Received(ReceivedRequest request, boolean keepAlive) {}

    private final Endpoint endpoint;
    private final boolean encrypted;
    private final Deque<Received> ahead = new ArrayDeque<>();
    private String clientAddress = "";
    private @Nullable RequestAssembly assembly;
    private boolean closing;
    private int discarded;
    private volatile Waiting waiting = Waiting.FOR_REQUEST;
    private volatile long since = System.nanoTime();

    Connection(Endpoint endpoint, boolean encrypted) {
        this.endpoint = endpoint;
        this.encrypted = encrypted;
    }

    private void waitFor(Waiting next) {
        since = System.nanoTime();
        waiting = next;
    }

    /** Returns whether the client takes longer than it may. */
    boolean isOverdue(long nanoTime) {
        EndpointLimits limits = endpoint.limits();
        long waited = nanoTime - since;
        return switch (waiting) {
            case FOR_REQUEST -> waited > limits.idle().toNanos();
            case FOR_REST_OF_REQUEST -> waited > limits.receiving().toNanos();
            case FOR_WORKER -> false;
            case FOR_CLIENT_TO_RECEIVE, FOR_CLIENT_TO_CLOSE ->
                waited > limits.sending().toNanos();
        };
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetSocketAddress client = (InetSocketAddress) context.channel().remoteAddress();
        clientAddress = client.getAddress().getHostAddress();
        endpoint.opened(context.channel(), this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        dropAssembly();
        ahead.forEach(received -> done(received.request()));
        ahead.clear();
        endpoint.closed(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (closing) {
                discard(context, message);
            } else {
                read(context, message);
            }
        } catch (Refusal refusal) {
            endWith(context, refusal);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void discard(ChannelHandlerContext context, Object message) {
        discarded += message instanceof HttpContent content ? content.content().readableBytes() : 0;
        if (discarded > MAX_DISCARDED) {
            context.close();
        }
    }

    private void read(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest head) {
            begin(context, head);
        }
        RequestAssembly current = assembly;
        if (message instanceof HttpContent content && current != null) {
            requireSound(content.decoderResult().isSuccess());
            current.add(content.content());
            if (message instanceof LastHttpContent) {
                assembly = null;
                received(context, current);
            }
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        requireSound(head.decoderResult().isSuccess());
        assembly = new RequestAssembly(head, endpoint);
        if (waiting == Waiting.FOR_REQUEST) {
            waitFor(Waiting.FOR_REST_OF_REQUEST);
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private static void requireSound(boolean sound) {
        if (!sound) {
            throw Refusal.malformedRequest();
        }
    }

    private void received(ChannelHandlerContext context, RequestAssembly whole) {
        ReceivedRequest request = whole.request(clientAddress, encrypted);
        Received received = new Received(request, whole.keepAlive());
        if (waiting == Waiting.FOR_WORKER || waiting == Waiting.FOR_CLIENT_TO_RECEIVE) {
            ahead.add(received);
            if (ahead.size() >= MAX_AHEAD) {
                context.channel().config().setAutoRead(false);
            }
        } else {
            work(context, received);
        }
    }

    private void work(ChannelHandlerContext context, Received received) {
        waitFor(Waiting.FOR_WORKER);
        endpoint.work(received.request(), answer -> {
            if (context.executor().inEventLoop()) {
                answered(context, received, answer);
            } else {
                context.executor().execute(() -> answered(context, received, answer));
            }
        });
    }

    private void answered(ChannelHandlerContext context, Received received, Answer answer) {
        done(received.request());
        waitFor(Waiting.FOR_CLIENT_TO_RECEIVE);
        boolean keepAlive = received.keepAlive() && endpoint.isOpen();
        context.writeAndFlush(response(answer, keepAlive)).addListener(sent -> {
            if (!sent.isSuccess() || !keepAlive) {
                context.close();
            } else {
                next(context);
            }
        });
    }

    private void next(ChannelHandlerContext context) {
        Received next = ahead.poll();
        if (next != null) {
            work(context, next);
        } else {
            waitFor(assembly == null ? Waiting.FOR_REQUEST : Waiting.FOR_REST_OF_REQUEST);
        }
        if (ahead.size() < MAX_AHEAD && !context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void done(ReceivedRequest request) {
        endpoint.forget(request.body().length);
        request.wipe();
    }

    private void dropAssembly() {
        RequestAssembly current = assembly;
        if (current != null) {
            current.drop();
            assembly = null;
        }
    }

    /** Tells what is wrong and reads on without looking, until the client closes or is overdue. */
    private void endWith(ChannelHandlerContext context, Refusal refusal) {
        closing = true;
        dropAssembly();
        waitFor(Waiting.FOR_CLIENT_TO_CLOSE);
        context.writeAndFlush(response(Answer.of(refusal), false)).addListener(sent -> {
            if (sent.isSuccess() && context.channel() instanceof io.netty.channel.socket.DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                context.close();
            }
        });
    }

    private static FullHttpResponse response(Answer answer, boolean keepAlive) {
        ByteBuf body = Unpooled.wrappedBuffer(answer.body());
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body, OWN_HEADERS, OWN_HEADERS);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                .set(HttpHeaderNames.DATE, ResponseDate.now())
                .set("x-amzn-RequestId", requestId());
        answer.errorType().ifPresent(type -> response.headers().set("x-amzn-ErrorType", type));
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    /** Identifies an answer, for people who compare logs; nothing is protected by it. */
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** A client that goes away, or speaks no TLS, is no event here. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.close();
    }
}
