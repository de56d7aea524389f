package dev.errand.samples.claimsweb;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.MailTransport;
import dev.errand.spring.BackgroundTaskComponent;
import org.jsoup.nodes.Entities;

/** Reminds members by mail, each by her name and with links of her own. */
@BackgroundTaskComponent(name = "remind-members", title = "Reminders to sign the terms")
class RemindMembers implements BackgroundTask<ReminderQuery, CampaignReport> {

    private static final int SLOW = 200; // Mails a second
    private static final Campaign<Member> REMINDER = Campaign.<Member>to(Member::email)
            .name(Member::name)
            .from("Claims Office <claims@example.org>")
            .subject(member -> "Please sign the terms, " + member.firstName())
            .header("List-Unsubscribe", member -> "<https://example.org/unsubscribe/" + member.token() + ">")
            .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");

    private final Claims claims;
    private final MailTransport mail;

    RemindMembers(Claims claims, MailTransport mail) {
        this.claims = claims;
        this.mail = mail;
    }

    @Override
    public CampaignReport run(ReminderQuery query, TaskContext context) throws Exception {
        Pace pace = Pace.of(query.slowly(), SLOW);
        return REMINDER.html(member -> html(member, pace)).send(claims.unsigned(query.year()), mail, context);
    }

    private static String html(Member member, Pace pace) {
        pace.waitForTurn();
        return """
                <!DOCTYPE html>
                <html><body style="font-family:sans-serif">
                <h2>Dear %s,</h2>
                <p>the terms of your policy have changed. Please read and sign them by the end of the month:</p>
                <p><a href="https://example.org/terms/%s">Read and sign the terms</a></p>
                <p>Kind regards,<br>your claims office</p>
                </body></html>
                """.formatted(Entities.escape(member.firstName()), member.token());
    }
}
