/** Tasks over HTTP, for any server. */
module dev.errand.web {
    requires transitive dev.errand.core;
    requires static com.google.errorprone.annotations;
    requires static transitive jakarta.servlet;
    requires static transitive jdk.httpserver;
    requires org.slf4j;
    requires tools.jackson.core;

    exports dev.errand.web;
    exports dev.errand.web.jdk;
    exports dev.errand.web.servlet;
}
