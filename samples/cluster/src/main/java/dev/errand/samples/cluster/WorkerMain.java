package dev.errand.samples.cluster;

import dev.errand.TaskSnapshot;
import dev.errand.artifact.ArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.event.TaskEvent;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcArtifactStore;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.mail.MailTransport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import dev.errand.mail.smtp.SmtpTransport;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/**
 * A machine that works. It has the code of all tasks, takes as many as it has threads for, and takes over what another one
 * leaves behind. How many of them there are is nobody's business: start another one, and it joins.
 */
public final class WorkerMain {

    private static final int TASKS_AT_A_TIME = 4;
    private static final int SMTP_CONNECTIONS = 4;

    private WorkerMain() {}

    /**
     * Works until it is told to end, or dies.
     *
     * @param arguments its name, and where to find things
     * @throws InterruptedException never
     */
    public static void main(String... arguments) throws InterruptedException {
        NodeProcess.endWithItsParent();
        ClaimsDatabase database = new ClaimsDatabase(arguments[1]);
        TaskEngine tasks = engine(arguments[0], database, Places.of(NodeProcess.rest(arguments)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            tasks.close(); // what runs comes to its end, or is handed back
            database.close();
        }));
        System.out.println(NodeProcess.READY);
        new CountDownLatch(1).await(); // an engine does not keep its process alive
    }

    private static TaskEngine engine(String name, ClaimsDatabase database, Places places) {
        DataSource dataSource = database.source();
        MailTransport mail = SmtpTransport.to(
                SmtpServer.at("localhost", places.mailPort()).tls(SmtpTls.NONE).maxConnections(SMTP_CONNECTIONS));
        ArtifactStore files = JdbcArtifactStore.on(dataSource);
        return TaskEngine.builder()
                .register(Office.EXPORT, new ExportClaims(dataSource))
                .register(Office.PAY, new PayClaims(database, new Bank(places.bankPort())))
                .register(Office.REMIND, new RemindMembers(database, mail))
                .registry(JdbcTaskRegistry.on(dataSource))
                .executor(ClusterExecutor.on(dataSource).threads(TASKS_AT_A_TIME))
                .artifacts(files)
                .nodeName(name)
                .lease(places.lease())
                .listener(WorkerMain::announce)
                .build();
    }

    private static void announce(TaskEvent event) {
        if (event instanceof TaskEvent.Started(TaskSnapshot task)) {
            System.out.println(
                    NodeProcess.BEGINS + " " + task.id() + " " + task.status().attempt());
        }
    }
}
