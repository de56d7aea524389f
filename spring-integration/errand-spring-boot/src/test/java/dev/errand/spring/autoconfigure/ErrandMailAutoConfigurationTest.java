package dev.errand.spring.autoconfigure;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mail.MailTransport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import dev.errand.mail.smtp.SmtpTransport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ErrandMailAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ErrandMailAutoConfiguration.class))
            .withPropertyValues("spring.mail.host=mail.example.org");

    @Test
    void aTransportToTheServerOfTheProperties() {
        application
                .withPropertyValues("errand.mail.max-connections=7")
                .run(context -> assertThat(context.getBean(MailTransport.class))
                        .hasToString("SMTP to mail.example.org:25")
                        .satisfies(transport ->
                                assertThat(transport.maxConnections()).isEqualTo(7)));
    }

    @Test
    void noneWithoutAServerOrALibrary() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ErrandMailAutoConfiguration.class))
                .run(context -> assertThat(context).doesNotHaveBean(MailTransport.class));
        for (String missing : new String[] {"dev.errand.mail", "org.springframework.boot.mail", "jakarta.mail"}) {
            application
                    .withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context).doesNotHaveBean("errandMailTransport"));
        }
    }

    @Test
    void aTransportOfTheApplicationIsLeftAlone() {
        application
                .withBean("own", SmtpTransport.class, () -> SmtpTransport.to(SmtpServer.at("own.example.org", 25)))
                .run(context -> assertThat(context.getBean(MailTransport.class)).isSameAs(context.getBean("own")));
    }

    @Test
    void encryptionLoginAndTimesAreThoseOfSpring() {
        MailProperties mail = new MailProperties();
        mail.setHost("mail.example.org");
        assertThat(MailServers.of(mail, null).security().tls()).isEqualTo(SmtpTls.NONE);

        mail.getProperties().put("mail.smtp.starttls.enable", "true");
        mail.getProperties().put("mail.smtp.timeout", "1500");
        mail.setUsername("ana");
        mail.setPassword("secret");
        SmtpServer startTls = MailServers.of(mail, null);
        assertThat(startTls.security().tls()).isEqualTo(SmtpTls.STARTTLS);
        assertThat(startTls.security().login().orElseThrow().user()).isEqualTo("ana");
        assertThat(startTls.timeouts().reply()).isEqualTo(ofMillis(1500));

        mail.getSsl().setEnabled(true);
        assertThat(MailServers.of(mail, null))
                .satisfies(server -> assertThat(server.security().tls()).isEqualTo(SmtpTls.IMPLICIT))
                .satisfies(server -> assertThat(server.port()).isEqualTo(465));
    }

    @Test
    void aTimeThatIsNoNumberIsNamed() {
        application
                .withPropertyValues("spring.mail.properties.mail.smtp.timeout=soon")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("spring.mail.properties.mail.smtp.timeout is \"soon\""));
    }
}
