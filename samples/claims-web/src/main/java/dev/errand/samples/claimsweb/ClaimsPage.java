package dev.errand.samples.claimsweb;

import dev.errand.Artifact;
import dev.errand.Owner;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.CampaignReport;
import dev.errand.registry.TaskQuery;
import dev.errand.samples.data.MailServer;
import dev.errand.spring.TaskSubmitter;
import dev.errand.web.TaskAccepted;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Year;
import java.time.ZoneId;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The claims, and what may be done with them. */
@Controller
class ClaimsPage {

    private static final int CLAIMS_SHOWN = 12;
    private static final int TASKS_SHOWN = 4;

    private final Claims claims;
    private final TaskEngine tasks;
    private final TaskSubmitter<ClaimQuery, Artifact> exports;
    private final TaskSubmitter<ReminderQuery, CampaignReport> reminders;
    private final MailServer mail;

    ClaimsPage(
            Claims claims,
            TaskEngine tasks,
            TaskSubmitter<ClaimQuery, Artifact> exports,
            TaskSubmitter<ReminderQuery, CampaignReport> reminders,
            MailServer mail) {
        this.claims = claims;
        this.tasks = tasks;
        this.exports = exports;
        this.reminders = reminders;
        this.mail = mail;
    }

    @GetMapping("/login")
    String login() {
        return "login";
    }

    @GetMapping("/")
    String claims(
            @RequestParam(defaultValue = "") String branch, Principal person, HttpServletRequest request, Model model) {
        model.addAttribute("person", person.getName());
        model.addAttribute("operates", request.isUserInRole("OPERATOR"));
        model.addAttribute("branch", branch);
        model.addAttribute("branches", claims.branches());
        model.addAttribute("claims", claims.newest(branch, CLAIMS_SHOWN));
        model.addAttribute("count", claims.count(branch));
        model.addAttribute("tasks", tasks.list(TaskQuery.newest(TASKS_SHOWN).ownedBy(Owner.of(person.getName()))));
        return "claims";
    }

    @PostMapping("/exports")
    TaskAccepted export(@RequestParam String branch, @RequestParam(defaultValue = "false") boolean slowly) {
        String title = branch.isEmpty() ? "All claims to Excel" : "Claims of " + branch + " to Excel";
        return TaskAccepted.of(exports.submit(new ClaimQuery(branch, slowly), options -> options.title(title)));
    }

    @PostMapping("/reminders")
    TaskAccepted remind(@RequestParam(defaultValue = "false") boolean slowly) {
        int year = Year.now(ZoneId.systemDefault()).getValue();
        return TaskAccepted.of(reminders.submit(new ReminderQuery(year, slowly)));
    }

    /** What an operator does so that those of whom the mail server knew nothing can be sent their mail again. */
    @PostMapping("/mailboxes")
    @PreAuthorize("hasRole('OPERATOR')")
    String openMailboxes() {
        mail.openAllMailboxes();
        return "redirect:/";
    }
}
