package dev.secrets.cli.endpoint;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Listens, and owns the threads: a few that serve the sockets, and a bounded number that work on requests. Closing it stops
 * listening, lets the requests that arrived be answered, and then closes the connections. Thread-safe.
 */
final class Endpoint implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int FIRST_LINE = 4096;
    private static final long SWEEP_MILLIS = 500;

    private final EndpointLimits limits;
    private final Function<ReceivedRequest, Answer> requests;
    private final QuickRequests quick;
    private final Optional<SslContext> tls;
    private final Map<Channel, Connection> connections = new ConcurrentHashMap<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private final ThreadPoolExecutor workers;

    /** A thread for each processor: they wait for little but sockets. */
    private final EventLoopGroup sockets =
            new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());

    private final Channel listener;
    private volatile boolean open = true;

    /**
     * Listens at the address.
     *
     * @param requests answers a request; called by several threads
     * @param quick which requests need no worker
     * @throws IOException if the address can't be had
     */
    Endpoint(
            InetSocketAddress address,
            EndpointLimits limits,
            Optional<SslContext> tls,
            Function<ReceivedRequest, Answer> requests,
            QuickRequests quick)
            throws IOException {
        this.limits = limits;
        this.requests = requests;
        this.quick = quick;
        this.tls = tls;
        this.workers = new ThreadPoolExecutor(
                limits.workers(),
                limits.workers(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.waitingRequests()),
                Endpoint::worker);
        workers.allowCoreThreadTimeOut(true);
        this.listener = listen(address);
        sockets.next().scheduleWithFixedDelay(this::closeOverdue, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "secrets-endpoint worker");
        thread.setDaemon(true);
        return thread;
    }

    private Channel listen(InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(sockets)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel);
                    }
                });
        try {
            return bootstrap.bind(address).sync().channel();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            shutDown();
            throw new IOException("Interrupted", interrupted);
        } catch (Exception refused) { // Netty throws the socket's IOException without declaring it
            shutDown();
            throw new IOException("Can't listen at " + address + ": " + refused.getMessage(), refused);
        }
    }

    private void connect(SocketChannel channel) {
        if (connections.size() >= limits.connections() || !open) {
            channel.close();
            return;
        }
        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
        HttpDecoderConfig decoder =
                new HttpDecoderConfig().setMaxInitialLineLength(FIRST_LINE).setMaxHeaderSize(limits.headerBytes());
        channel.pipeline().addLast(new HttpServerCodec(decoder), new Connection(this, tls.isPresent()));
    }

    /** Returns the port that is listened at. */
    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    EndpointLimits limits() {
        return limits;
    }

    boolean isOpen() {
        return open;
    }

    int connectionCount() {
        return connections.size();
    }

    int workingCount() {
        return workers.getActiveCount();
    }

    void opened(Channel channel, Connection connection) {
        connections.put(channel, connection);
    }

    void closed(Channel channel) {
        connections.remove(channel);
    }

    private void closeOverdue() {
        long now = System.nanoTime();
        connections.forEach((channel, connection) -> {
            if (connection.isOverdue(now)) {
                channel.close();
            }
        });
    }

    /** Accounts for bytes of a body. @throws Refusal if there are too many of all requests */
    void hold(int bytes) {
        if (heldBytes.addAndGet(bytes) > limits.waitingBytes()) {
            heldBytes.addAndGet(-bytes);
            throw Refusal.throttled();
        }
    }

    void forget(int bytes) {
        heldBytes.addAndGet(-bytes);
    }

    /** Has the request answered; by the caller's own thread if it is a quick one, or there is no room for it. */
    void work(ReceivedRequest request, Consumer<Answer> answered) {
        if (quick.include(request)) {
            answered.accept(requests.apply(request));
            return;
        }
        try {
            workers.execute(() -> answered.accept(requests.apply(request)));
        } catch (RejectedExecutionException full) {
            answered.accept(Answer.of(Refusal.throttled()));
        }
    }

    @Override
    public void close() {
        open = false;
        listener.close().syncUninterruptibly();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(limits.shutdown().toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        shutDown();
    }

    /** Sends what was answered, then closes all connections. */
    private void shutDown() {
        sockets.shutdownGracefully(100, limits.shutdown().toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
