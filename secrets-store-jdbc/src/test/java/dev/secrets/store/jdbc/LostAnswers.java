package dev.secrets.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections whose answer to a step, which is a part of a statement's SQL or COMMIT or ROLLBACK, is lost, or that fail there. */
final class LostAnswers extends BareDataSource {
    private final DataSource connections;
    private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();

    LostAnswers(DataSource connections) {
        this.connections = connections;
    }

    /**
     * A step that goes wrong.
     *
     * @param done whether the step is done all the same
     * @param meanwhile what happens before the failure is seen
     * @param failure is thrown
     */
    private record Loss(String step, boolean done, Runnable meanwhile, Throwable failure) {}

    /** Loses the answer to the next such step, after those that were told before. */
    void lose(String step, boolean done, Runnable meanwhile) {
        losses.add(
                new Loss(step, done, meanwhile, new SQLNonTransientConnectionException("The answer is lost", "08006")));
    }

    /** Fails at the next such step, after those that were told before, in place of taking it. */
    void fail(String step, Throwable failure) {
        losses.add(new Loss(step, false, () -> {}, failure));
    }

    boolean allLost() {
        return losses.isEmpty();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return watched(Connection.class, connections.getConnection(), "");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    private <T> T watched(Class<T> type, T watched, String sql) {
        return type.cast(Proxy.newProxyInstance(
                LostAnswers.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object result = call(watched, method, arguments, sql);
                    return result instanceof PreparedStatement statement
                            ? watched(PreparedStatement.class, statement, (String) arguments[0])
                            : result;
                }));
    }

    private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments, String sql)
            throws Throwable {
        Loss loss = losses.peek();
        if (loss == null || !isStep(method, sql, loss.step) || !losses.remove(loss)) {
            return invoke(target, method, arguments);
        }
        if (loss.done && invoke(target, method, arguments) instanceof AutoCloseable unseen) {
            unseen.close();
        }
        loss.meanwhile.run();
        throw loss.failure;
    }

    private static boolean isStep(Method method, String sql, String step) {
        String name = method.getName();
        return name.startsWith("execute") ? sql.contains(step) : name.equalsIgnoreCase(step);
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
