package dev.stead.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;

/**
 * Where Stead's own log goes: the file {@code stead.log}, whose predecessors of 5 MB are kept
 * twice, else the standard error. Logback finds it as a service. It is set up here and not by a
 * file of logback's, since the reading of that is a tenth of what a server's start takes.
 */
public final class ProgramLog extends ContextAwareBase implements Configurator {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} [%thread] %msg%n";
    private static final FileSize MOST = FileSize.valueOf("5MB");
    private static final int KEPT = 2;

    private static volatile boolean program;

    /** Asks for it; before the first logger is made. Tests have logback's own files instead. */
    static void begin() {
        program = true;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (!program) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender(context, System.getProperty("stead.log", "/dev/stderr")));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, String file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file);

        FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%i");
        policy.setMinIndex(1);
        policy.setMaxIndex(KEPT);
        appender.setRollingPolicy(policy);
        policy.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(MOST);
        // Before each line, so that no burst goes beyond it.
        trigger.setCheckIncrement(new Duration(0));
        appender.setTriggeringPolicy(trigger);
        trigger.start();

        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        appender.setEncoder(encoder);
        encoder.start();

        appender.start();
        return appender;
    }
}
