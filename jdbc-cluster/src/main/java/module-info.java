/** Tasks in a database: they survive the process, and several machines share them. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // db-scheduler has a name, but no descriptor
module dev.errand.jdbc {
    requires transitive dev.errand.core;
    requires transitive java.sql;
    requires static com.google.errorprone.annotations;
    requires static org.checkerframework.checker.qual;
    requires static org.postgresql.jdbc;
    requires static software.amazon.awssdk.awscore;
    requires static software.amazon.awssdk.core;
    requires static software.amazon.awssdk.http;
    requires static software.amazon.awssdk.services.s3;
    requires static software.amazon.awssdk.utils;
    requires com.github.kagkarlsson.scheduler;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports dev.errand.jdbc;
    exports dev.errand.jdbc.payload;
    exports dev.errand.s3;

    opens dev.errand.jdbc.table to
            tools.jackson.databind;
}
