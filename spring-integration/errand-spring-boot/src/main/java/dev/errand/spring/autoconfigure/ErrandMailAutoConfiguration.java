package dev.errand.spring.autoconfigure;

import dev.errand.mail.MailTransport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTransport;
import jakarta.mail.Session;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mail.autoconfigure.MailProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/** The transport of mailings, to the server that {@code spring.mail.*} says. */
@AutoConfiguration(
        before = ErrandAutoConfiguration.class,
        afterName = "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration")
@ConditionalOnClass({SmtpTransport.class, MailProperties.class, Session.class})
@ConditionalOnProperty("spring.mail.host")
@EnableConfigurationProperties({MailProperties.class, ErrandMailProperties.class})
public final class ErrandMailAutoConfiguration {

    ErrandMailAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(MailTransport.class)
    SmtpTransport errandMailTransport(
            MailProperties mail, ErrandMailProperties properties, ObjectProvider<SslBundles> bundles) {
        SmtpServer server = MailServers.of(mail, bundles.getIfAvailable())
                .maxConnections(properties.maxConnections())
                .messagesPerConnection(properties.messagesPerConnection());
        return SmtpTransport.to(server);
    }
}
