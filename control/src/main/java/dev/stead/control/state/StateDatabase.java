package dev.stead.control.state;

import dev.stead.base.Code;
import dev.stead.base.Reserve;
import dev.stead.base.SteadException;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Control's state in SQLite. Its calls block in native code, so all of them run on one platform
 * thread of its own; virtual threads wait for it. Each call is one transaction.
 *
 * <p>A failure is a {@link SteadException} whose text tells nothing of what is in it: the log has
 * the cause, which names no values either.
 */
public final class StateDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDatabase.class);

    private final Path file;
    private final Reserve reserve;
    private final Jdbi jdbi;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("state-db").daemon().factory());

    /** Of the database's thread only. */
    private Optional<Handle> handle = Optional.empty();

    /** For this file; nothing is opened before {@link #open}. */
    public StateDatabase(Path file) {
        this(file, SqlLogger.NOP_SQL_LOGGER);
    }

    /**
     * As above.
     *
     * @param reserve space for changes on a full disk
     */
    public StateDatabase(Path file, Reserve reserve) {
        this(file, SqlLogger.NOP_SQL_LOGGER, reserve);
    }

    /**
     * As above, with nothing held back for a full disk.
     *
     * @param watch is told of each statement, before and after, on the database's thread
     */
    public StateDatabase(Path file, SqlLogger watch) {
        this(file, watch, Reserve.NONE);
    }

    private StateDatabase(Path file, SqlLogger watch, Reserve reserve) {
        this.file = file;
        this.reserve = reserve;
        this.jdbi = Jdbi.create(StateFile.source(file, false)).setSqlLogger(watch);
        // Arguments are hashes and secrets.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    /**
     * Opens the file and brings it to this version's tables.
     *
     * @throws SteadException EXTERNAL when the file is no such database, or of a later version; it
     *     is left as it is
     */
    public void open() {
        try {
            reserve.makeRoom();
            run(this::prepare);
        } catch (CompletionException e) {
            throw cause(e) instanceof SteadException known ? known : failure(cause(e));
        }
    }

    /** Reads rows. */
    public <T> T read(Function<Handle, T> work) {
        return call(() -> work.apply(handle()));
    }

    /** Does this in one transaction. */
    public void write(Consumer<Handle> work) {
        reserve.makeRoom();
        call(() -> {
            handle().useTransaction(work::accept);
            return true;
        });
    }

    /** Does this in one transaction and hands over what it found. */
    public <T> T change(Function<Handle, T> work) {
        reserve.makeRoom();
        return call(() -> handle().inTransaction(work::apply));
    }

    @Override
    public void close() {
        if (!thread.isShutdown()) {
            call(this::forget);
        }
        thread.close();
    }

    /** The one connection. SQLite would open its files and put its log away with each one else. */
    private Handle handle() {
        if (handle.isEmpty()) {
            Handle fresh = jdbi.open();
            handle = Optional.of(fresh);
            new StateSeals(fresh).follow();
        }
        return handle.orElseThrow();
    }

    private boolean forget() {
        Optional<Handle> before = handle;
        handle = Optional.empty();
        before.ifPresent(Handle::close);
        return before.isPresent();
    }

    private boolean prepare() {
        new StateFile(file).prepare();
        new StateSeals(handle()).completeOnce();
        return true;
    }

    private <T> T call(Supplier<T> work) {
        try {
            return run(work);
        } catch (CompletionException e) {
            throw failure(cause(e));
        }
    }

    private <T> T run(Supplier<T> work) {
        return CompletableFuture.supplyAsync(() -> careful(work), thread).join();
    }

    private static Throwable cause(CompletionException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    /** Whatever state a failure left the connection in, the next call does not meet it. */
    private <T> T careful(Supplier<T> work) {
        try {
            return work.get();
        } catch (SteadException e) {
            throw e;
        } catch (RuntimeException e) {
            try {
                forget();
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** What clients get, whoever they are. */
    private SteadException failure(Throwable cause) {
        if (cause instanceof SteadException known) {
            return known;
        }
        if (ResultCodes.sayFullDisk(cause)) {
            // Many may ask: one line each, and no stack.
            LOG.warn("{} cannot be written: its disk is full", file);
            return FullDisk.refusal(cause);
        }
        LOG.error("the state database failed", cause);
        return cause instanceof JdbiException
                ? new SteadException(
                        Code.EXTERNAL,
                        "the state database state.db cannot be used at the moment",
                        "nothing was changed; the server's log says why: look at the disk and at"
                                + " the file's owner, then try again",
                        cause)
                : new SteadException(
                        Code.INTERNAL,
                        "Stead made a mistake",
                        "nothing was changed; the server's log has the details",
                        cause);
    }
}
