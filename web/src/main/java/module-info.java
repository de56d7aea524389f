/** Tasks over HTTP, for any server. */
module dev.errand.web {
    requires transitive dev.errand.core;
    requires static com.google.errorprone.annotations;
    requires static jakarta.servlet;
    requires static jdk.httpserver;
    requires java.net.http;
    requires org.slf4j;
    requires tools.jackson.core;

    exports dev.errand.webhook;
}
