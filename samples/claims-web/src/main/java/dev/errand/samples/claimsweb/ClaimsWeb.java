package dev.errand.samples.claimsweb;

import dev.errand.samples.data.MailServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A claims office on the web, with a mail server of its own beside it. */
@SpringBootApplication
public class ClaimsWeb {

    private static final String DIRECTORY = "claims.directory";

    ClaimsWeb() {}

    /**
     * Serves until it is stopped.
     *
     * @param arguments properties, such as {@code --server.port=8081}
     * @throws IOException if the directory for database, files and mail cannot be written
     */
    public static void main(String... arguments) throws IOException {
        ConfigurableApplicationContext application =
                start(Path.of(System.getProperty(DIRECTORY, "target/claims-web")), arguments);
        System.out.println("Open http://localhost:" + portOf(application)
                + "/ as ana, ben or olga, who operates; the passwords are their names. Ctrl-C stops it.");
    }

    static String portOf(ConfigurableApplicationContext application) {
        return application.getEnvironment().getRequiredProperty("local.server.port");
    }

    static ConfigurableApplicationContext start(Path directory, String... arguments) throws IOException {
        Files.createDirectories(directory);
        MailServer mail = new MailServer(directory.resolve("mail.mbox"));
        return new SpringApplicationBuilder(ClaimsWeb.class)
                .properties(Map.of(DIRECTORY, directory.toAbsolutePath().toString(), "spring.mail.port", mail.port()))
                .initializers((GenericApplicationContext context) -> context.registerBean(MailServer.class, () -> mail))
                .run(arguments);
    }
}
