package dev.errand.jdbc.parts;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged anywhere while it is open, at level WARN and above: what an operator would see. */
public final class Logged implements AutoCloseable {

    /**
     * A line.
     *
     * @param nanos when it was logged, by the clock of {@link System#nanoTime}
     * @param cause what it says, without what it says it about
     * @param text all that it says
     */
    public record Line(long nanos, String cause, String text) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                lines.add(new Line(
                        System.nanoTime(),
                        event.getLoggerName() + ": " + event.getMessage(),
                        event.getFormattedMessage()));
            }
        }
    };

    private Logged() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    /** Listens from now on. */
    public static Logged fromNowOn() {
        return new Logged();
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }
}
