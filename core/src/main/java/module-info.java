/**
 * Work that a person starts and should not have to wait for: submit, watch, cancel.
 *
 * <p>Start with {@link dev.errand.engine.TaskEngine}; a task's author needs {@link dev.errand} only.
 */
@SuppressWarnings("requires-automatic") // what need not be there has a name, but no descriptor
module dev.errand.core {
    requires transitive org.jspecify;
    requires static com.cronutils;
    requires static com.google.errorprone.annotations;
    requires static context.propagation;
    requires jdk.jfr;
    requires org.slf4j;

    exports dev.errand;
    exports dev.errand.artifact;
    exports dev.errand.cluster;
    exports dev.errand.engine;
    exports dev.errand.event;
    exports dev.errand.executor;
    exports dev.errand.ledger;
    exports dev.errand.notice;
    exports dev.errand.progress;
    exports dev.errand.registry;
    exports dev.errand.time;
    exports dev.errand.schedule;
}
