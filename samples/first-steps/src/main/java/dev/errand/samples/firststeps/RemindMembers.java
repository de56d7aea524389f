package dev.errand.samples.firststeps;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.MailTransport;
import org.jsoup.nodes.Entities;

/** A mailing: everybody gets a message of her own. */
public final class RemindMembers implements BackgroundTask<Members, CampaignReport> {

    static final TaskType<Members, CampaignReport> REMIND =
            TaskType.named("remind-members", Members.class, CampaignReport.class);

    static final Campaign<Member> REMINDER = Campaign.<Member>to(Member::email)
            .from("Claims <claims@example.org>")
            .subject(member -> "Please sign the terms, " + member.firstName())
            .html(member -> "<p>Dear " + Entities.escape(member.firstName()) + ", please sign the terms.</p>")
            .header("List-Unsubscribe", member -> "<https://example.org/unsubscribe/" + member.token() + ">")
            .summaryTo("admin@example.org");

    private final MailTransport mail;

    RemindMembers(MailTransport mail) {
        this.mail = mail;
    }

    @Override
    public CampaignReport run(Members members, TaskContext context) throws Exception {
        return REMINDER.send(members.all(), mail, context);
    }
}
