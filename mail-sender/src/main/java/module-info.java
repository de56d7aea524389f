/** A mailing as a background task. Start with {@link dev.errand.mail.Campaign}. */
module dev.errand.mail {
    requires transitive dev.errand.core;
    requires static com.google.errorprone.annotations;
    requires jakarta.mail;
    requires org.eclipse.angus.mail;
    requires org.jsoup;
    requires org.slf4j;

    exports dev.errand.mail;
    exports dev.errand.mail.failover;
    exports dev.errand.mail.pace;
    exports dev.errand.mail.smtp;
}
