package dev.errand.samples.claims;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.MailTransport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jsoup.nodes.Entities;

/** Reminds members by mail, each by her name and with links of her own. */
public final class RemindMembers implements BackgroundTask<ReminderQuery, CampaignReport> {

    /** The name that a submission asks for it by. */
    public static final TaskType<ReminderQuery, CampaignReport> TYPE =
            TaskType.named("remind-members", ReminderQuery.class, CampaignReport.class);

    static final Campaign<Member> REMINDER = Campaign.<Member>to(Member::email)
            .title("Reminder to sign the terms")
            .name(Member::name)
            .from("Claims Office <claims@example.org>")
            .replyTo("help@example.org")
            .subject(member -> "Please sign the terms, " + member.firstName())
            .html(RemindMembers::html)
            .header("List-Unsubscribe", member -> "<https://example.org/unsubscribe/" + member.token() + ">")
            .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
            .summaryTo("Administrator <admin@example.org>");

    private final DataSource database;
    private final MailTransport mail;

    /**
     * A campaign.
     *
     * @param database where the members are
     * @param mail how mail is sent
     */
    public RemindMembers(DataSource database, MailTransport mail) {
        this.database = database;
        this.mail = mail;
    }

    @Override
    public CampaignReport run(ReminderQuery query, TaskContext context) throws Exception {
        return REMINDER.send(unsigned(query), mail, context);
    }

    private List<Member> unsigned(ReminderQuery query) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM member WHERE signed < ? ORDER BY id")) {
            select.setInt(1, query.year());
            try (ResultSet rows = select.executeQuery()) {
                List<Member> members = new ArrayList<>();
                while (rows.next()) {
                    members.add(Member.of(rows));
                }
                return members;
            }
        }
    }

    private static String html(Member member) {
        String name = Entities.escape(member.firstName());
        return """
                <!DOCTYPE html>
                <html><body style="font-family:sans-serif">
                <h2>Dear %s,</h2>
                <p>the terms of your policy have changed. Please read and sign them by the end of the month:</p>
                <p><a href="https://example.org/terms/%s">Read and sign the terms</a></p>
                <p>If you have any question, just answer this mail.</p>
                <p>Kind regards,<br>your claims office</p>
                </body></html>
                """.formatted(name, member.token());
    }
}
