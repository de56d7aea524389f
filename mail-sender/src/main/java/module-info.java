/** A mailing as a background task. Start with {@link dev.errand.mail.Campaign}. */
@SuppressWarnings("requires-automatic") // Thymeleaf has a name, but no descriptor
module dev.errand.mail {
    requires transitive dev.errand.core;
    requires transitive java.sql;
    requires static com.google.errorprone.annotations;
    requires static de.siegmar.fastcsv;
    requires static org.htmlunit.cssparser;
    requires static thymeleaf;
    requires transitive jakarta.mail;
    requires org.eclipse.angus.mail;
    requires org.jsoup;
    requires org.slf4j;

    exports dev.errand.mail;
    exports dev.errand.mail.bounce;
    exports dev.errand.mail.dkim;
    exports dev.errand.mail.failover;
    exports dev.errand.mail.outcome;
    exports dev.errand.mail.pace;
    exports dev.errand.mail.preview;
    exports dev.errand.mail.recipients;
    exports dev.errand.mail.smtp;
    exports dev.errand.mail.template;
}
