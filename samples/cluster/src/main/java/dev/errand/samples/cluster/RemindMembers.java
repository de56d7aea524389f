package dev.errand.samples.cluster;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.mail.Campaign;
import dev.errand.mail.MailTransport;
import org.jsoup.nodes.Entities;

/** Reminds members by mail, nobody twice: a campaign keeps a ledger. */
final class RemindMembers implements BackgroundTask<ReminderQuery, Reminders> {

    static final Campaign<Member> REMINDER = Campaign.<Member>to(Member::email)
            .from("Claims Office <claims@example.org>")
            .subject(member -> "Please sign the terms, " + member.firstName())
            .html(member -> "<p>Dear " + Entities.escape(member.firstName()) + ", please sign the terms.</p>")
            .summaryTo("admin@example.org");

    private final ClaimsDatabase members;
    private final MailTransport mail;

    RemindMembers(ClaimsDatabase members, MailTransport mail) {
        this.members = members;
        this.mail = mail;
    }

    @Override
    public Reminders run(ReminderQuery query, TaskContext context) throws Exception {
        return Reminders.of(REMINDER.send(members.unsigned(query.year()), mail, context));
    }
}
