package dev.errand.jdbc.kills;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.errand.Restarts;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.jdbc.kills.Diary.What;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** What is to be done in these tests, and who writes down that it was. */
final class Work {

    /**
     * Takes as many milliseconds as its input says, and has one effect at its end. It is not given up: where a worker is
     * killed every second, an innocent task may well be among what five of them were doing.
     */
    static final TaskType<Integer, String> EFFECT =
            TaskType.named("effect", Integer.class, String.class).restarting(new Restarts(100));

    /** Takes as many steps as its input says, saves each, and has one effect at its end. */
    static final TaskType<Integer, String> STEPS =
            TaskType.named("steps", Integer.class, String.class).restarting(new Restarts(100));

    /** Must not be begun twice, and never ends. */
    static final TaskType<Integer, String> ONCE =
            TaskType.named("once", Integer.class, String.class).atMostOnce();

    /** Takes its process down. */
    static final TaskType<Integer, String> POISON =
            TaskType.named("poison", Integer.class, String.class).restarting(new Restarts(3));

    private static final int HALTED = 3;
    private static final int MILLIS_OF_A_STEP = 5;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String NOT_HELD = "does not hold the task any more";

    private final Diary diary;
    private final CountDownLatch never = new CountDownLatch(1);

    Work(Diary diary) {
        this.diary = diary;
    }

    String effect(Integer millis, TaskContext context) throws InterruptedException {
        write(What.BEGUN, context);
        try {
            if (millis > 0) {
                pause(millis);
            }
        } catch (InterruptedException e) {
            write(What.STOPPED, context);
            throw e;
        }
        write(What.DONE, context);
        return "";
    }

    /** One that finds out that the task was taken from it goes on as far as it is let, which should not be far. */
    String steps(Integer steps, TaskContext context) throws InterruptedException {
        write(What.BEGUN, context);
        boolean interrupted = false;
        try {
            for (int step = context.checkpoint(Integer.class).orElse(0) + 1; step <= steps; step++) {
                context.progress().message("attempt " + context.attempt());
                try {
                    pause(MILLIS_OF_A_STEP);
                } catch (InterruptedException e) {
                    interrupted = true;
                    write(What.STOPPED, context);
                }
                context.checkpoint(step);
                if (interrupted) {
                    throw new InterruptedException("and the task is still ours");
                }
            }
        } catch (TaskCancelledException e) {
            return goOnWithout(context, e, interrupted);
        }
        write(What.DONE, context);
        return "";
    }

    private String goOnWithout(TaskContext context, TaskCancelledException why, boolean interrupted)
            throws InterruptedException {
        requireNotHeld(context, "checkpoint", why, interrupted);
        try {
            context.ledger().begin("zombie").ifPresent(known -> {
                throw new IllegalStateException(known.toString());
            });
        } catch (TaskCancelledException e) {
            requireNotHeld(context, "ledger", e, interrupted);
        }
        if (!interrupted) {
            awaitInterrupt(context);
        }
        context.progress().message("zombie");
        return "zombie";
    }

    /** It may also be told to stop before it comes to write anything. */
    private void requireNotHeld(TaskContext context, String what, TaskCancelledException why, boolean interrupted) {
        if (!String.valueOf(why.getMessage()).contains(NOT_HELD)) {
            if (!interrupted) {
                write(What.STOPPED, context);
            }
            throw why;
        }
        diary.write(What.REFUSED, context.id().toString(), context.attempt(), what);
    }

    private void awaitInterrupt(TaskContext context) {
        try {
            pause(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            write(What.STOPPED, context);
        }
    }

    String never(Integer input, TaskContext context) throws InterruptedException {
        write(What.BEGUN, context);
        try {
            never.await();
        } catch (InterruptedException e) {
            write(What.STOPPED, context);
            throw e;
        }
        return "";
    }

    String halt(Integer input, TaskContext context) {
        write(What.BEGUN, context);
        Runtime.getRuntime().halt(HALTED);
        return "";
    }

    private void pause(int millis) throws InterruptedException {
        if (never.await(millis, MILLISECONDS)) {
            throw new IllegalStateException("never was now");
        }
    }

    private void write(What what, TaskContext context) {
        diary.write(what, context.id().toString(), context.attempt());
    }

    /** From now on, what the engine logs of refused ends is written down too. */
    void listenToTheLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                hear(event);
            }
        };
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    private void hear(ILoggingEvent event) {
        if (event.getMessage().contains("ended after the task was taken from it")) {
            diary.write(What.REFUSED, String.valueOf(event.getArgumentArray()[0]), 0, "end");
        }
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            System.out.println(event.getLevel() + " " + event.getFormattedMessage());
        }
    }
}
