package dev.errand.samples.firststeps;

import static dev.errand.SubmitOptions.by;
import static dev.errand.samples.firststeps.ExportClaims.EXPORT;
import static dev.errand.samples.firststeps.RemindMembers.REMINDER;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.engine.TaskEngine;
import dev.errand.event.TaskInterceptor;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.JdbcRows;
import dev.errand.ledger.LedgerEntry;
import dev.errand.ledger.WhenInDoubt;
import dev.errand.mail.Campaign;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpServer.Timeouts;
import dev.errand.registry.TaskQuery;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** The shorter pieces that the Javadoc shows. */
final class Snippets {

    /** Knows which tenant the current thread works for. */
    interface Tenants {

        void enter(String tenant);

        void leave();
    }

    /** Gives claims in the order of their numbers. */
    interface ClaimsByNumber {

        List<Claim> after(String number);
    }

    /** Does what must not be done twice. */
    interface Bank {

        /**
         * Transfers the amount of a claim.
         *
         * @param claim the claim
         * @return the reference of the transfer
         */
        String transfer(Claim claim);
    }

    private Snippets() {}

    static void inMemory() throws InterruptedException {
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Integer> handle = tasks.submit("count claims", context -> countClaims(context));
            handle.await(ofSeconds(30));
        }
    }

    static void withOptions(TaskEngine tasks) {
        tasks.submit(
                EXPORT, new ClaimQuery("auto"), by("ana").title("Claims, auto").joinIfRunning());
    }

    static void cancel(TaskHandle<Artifact> handle) {
        handle.cancel(Command.by("olga").because("wrong month"));
    }

    static Artifact asFuture(TaskEngine tasks, ClaimQuery query) throws Exception {
        Future<Artifact> future = tasks.submit(EXPORT, query).asFuture();
        return future.get(30, SECONDS);
    }

    static List<Future<Integer>> asExecutorService(TaskEngine tasks, List<Callable<Integer>> counts)
            throws InterruptedException {
        try (ExecutorService executor = tasks.asExecutorService(by("ana").title("Count claims"))) {
            return executor.invokeAll(counts);
        }
    }

    static void loop(List<Claim> claims, TaskContext context) {
        for (Claim claim : context.over(claims)) {
            settle(claim);
        }
    }

    /** Goes on where the last attempt stopped, and outlives items that fail. */
    static final class Resumable {

        private final ClaimsByNumber claims;

        Resumable(ClaimsByNumber claims) {
            this.claims = claims;
        }

        void byKey(List<Member> members, TaskContext context) throws Exception {
            context.each(members).keyedBy(Member::email).forEach(this::remind);
        }

        void byCursor(TaskContext context) throws Exception {
            context.each(String.class, last -> claims.after(last.orElse("")), Claim::number)
                    .forEach(this::settle);
        }

        private void remind(Member member) {
            System.out.println("reminded " + member.email());
        }

        private void settle(Claim claim) {
            Snippets.settle(claim);
        }
    }

    static void keeping(List<Member> members, TaskContext context, List<String> report) {
        try {
            for (Member member : context.over(members)) {
                report.add(remind(member));
            }
        } catch (TaskCancelledException cancelled) {
            throw cancelled.keeping(report);
        }
    }

    static void once(PaymentOffice office, Bank bank, ClaimQuery query, TaskContext context) throws Exception {
        for (Claim claim : context.over(office.approved(query))) {
            context.ledger().once(claim.number(), () -> bank.transfer(claim));
        }
    }

    static List<String> inDoubt(TaskContext context) {
        return context.ledger().inDoubt().map(LedgerEntry::key).toList();
    }

    static Campaign<Member> twiceRatherThanNever() {
        return REMINDER.whenInDoubt(WhenInDoubt.REPEAT);
    }

    static TaskInterceptor tenants(Tenants tenants) {
        TaskInterceptor inTenant = (context, run) -> {
            tenants.enter(context.owner().tenant());
            try {
                run.proceed();
            } finally {
                tenants.leave();
            }
        };
        return inTenant;
    }

    static List<TaskSnapshot> pages(TaskEngine tasks, Owner ana) {
        List<TaskSnapshot> page = tasks.list(TaskQuery.newest(50).ownedBy(ana));
        List<TaskSnapshot> next = tasks.list(
                TaskQuery.newest(50).ownedBy(ana).before(page.getLast().id()));
        return next;
    }

    static void query(ResultSet results, TaskContext context) throws Exception {
        ExcelSheet.of("Claims", results.getMetaData()).export(JdbcRows.of(results), context);
    }

    static SmtpServer server(String password) {
        return SmtpServer.at("smtp.example.org", 587)
                .login("claims", password)
                .maxConnections(8)
                .timeouts(Timeouts.DEFAULT.reply(ofMinutes(2)));
    }

    private static int countClaims(TaskContext context) {
        return context.attempt();
    }

    private static void settle(Claim claim) {
        System.out.println("settled " + claim.number());
    }

    private static String remind(Member member) {
        return member.email();
    }
}
