package dev.errand.mail;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the HTML of a message and the files that it shows fit together: else there are holes where pictures should be. */
final class InlineFiles {

    private static final String CID = "cid:";
    private static final Pattern REFERENCE = Pattern.compile("[\"'(=]\\s*cid:([^\"')\\s>]+)");

    private InlineFiles() {}

    static void requireFit(String html, List<MailAttachment> files) {
        if (files.isEmpty() && !html.contains(CID)) {
            return;
        }
        Set<String> there = idsOf(files);
        if (html.isEmpty() && !there.isEmpty()) {
            throw new InvalidMailException("inline file", there.iterator().next(), "go with HTML that shows it");
        }
        Matcher reference = REFERENCE.matcher(html);
        while (reference.find()) {
            if (!there.contains(reference.group(1))) {
                throw new InvalidMailException(
                        "HTML", CID + reference.group(1), "refer to an inline file of the message");
            }
        }
    }

    private static Set<String> idsOf(List<MailAttachment> files) {
        Set<String> ids = new HashSet<>();
        for (MailAttachment file : files) {
            String id = file.contentId().orElse("");
            if (!id.isEmpty() && !ids.add(id)) {
                throw new InvalidMailException("inline file", id, "have an id of its own");
            }
        }
        return ids;
    }
}
