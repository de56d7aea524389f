package dev.errand.benchmarks.cluster;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerThreadType;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** JobRunr with requests to a handler at hand, and neither dashboard nor metrics. */
final class JobRunrContender implements Contender {

    private static final int VIRTUAL_THREADS = 100;
    private static final Duration SHORTEST_POLL = Duration.ofSeconds(5); // that it takes with a database
    private static final int FEWEST_MISSED = 4;

    private final Setup setup;
    private final JobRequestScheduler jobs;

    JobRunrContender(Setup setup) {
        this.setup = setup;
        Duration poll = setup.poll().compareTo(SHORTEST_POLL) > 0 ? setup.poll() : SHORTEST_POLL;
        int missed = Math.toIntExact(Math.max(FEWEST_MISSED, setup.lease().dividedBy(poll)));
        BackgroundJobServerConfiguration server = usingStandardBackgroundJobServerConfiguration()
                .andPollInterval(poll)
                .andServerTimeoutPollIntervalMultiplicand(missed)
                .andBackgroundJobServerWorkerPolicy(new DefaultBackgroundJobServerWorkerPolicy(
                        VIRTUAL_THREADS, BackgroundJobServerThreadType.VirtualThreads));
        jobs = JobRunr.configure()
                .useJsonMapper(new JacksonJsonMapper())
                .useStorageProvider(SqlStorageProviderFactory.using(setup.database()))
                .useJobActivator(new Handler(setup.code()))
                .useBackgroundJobServer(server, false)
                .initialize()
                .getJobRequestScheduler();
    }

    @Override
    public void start() {
        JobRunr.getBackgroundJobServer().start();
    }

    @Override
    public void submit(String id) {
        jobs.enqueue(new Run(id));
    }

    @Override
    public void submitAll(List<String> ids) {
        jobs.enqueue(ids.stream().map(Run::new));
    }

    @Override
    public boolean allEnded() throws SQLException {
        return Sql.isTrue(setup.database(), "SELECT NOT EXISTS (SELECT FROM jobrunr_jobs WHERE state <> 'SUCCEEDED')");
    }

    @Override
    public void stop() {
        JobRunr.destroy();
    }

    /**
     * A job of JobRunr's, which is public for its sake.
     *
     * @param id of the task
     */
    public record Run(String id) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Runs the code of all jobs. */
    public static final class Handler implements JobRequestHandler<Run>, JobActivator {

        private final TaskCode code;

        private Handler(TaskCode code) {
            this.code = code;
        }

        @Override
        public void run(Run request) {
            code.run(request.id());
        }

        @Override
        public <T> T activateJob(Class<T> type) {
            return type.cast(this);
        }
    }
}
