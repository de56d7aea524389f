package dev.errand.mail;

import dev.errand.mail.html.PictureLinks;
import dev.errand.mail.html.PictureLinks.Link;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the HTML of a message and the files that it shows fit together: else there are holes where pictures should be. */
final class InlineFiles {

    private static final String CID = "cid:";
    private static final Pattern PLAIN = Pattern.compile("cid:([^\"')\\s<>&]+)(?=[\"')\\s<>]|&(?:quot|apos|#))");

    private InlineFiles() {}

    static void requireFit(String html, List<MailAttachment> files) {
        if (files.isEmpty() && !html.contains(CID)) {
            return;
        }
        Set<String> there = idsOf(files);
        if (html.isEmpty() && !there.isEmpty()) {
            throw new InvalidMailException("inline file", there.iterator().next(), "go with HTML that shows it");
        }
        if (hasOnlyPlainLinks(html, there)) {
            return;
        }
        for (Link link : PictureLinks.in(html)) {
            if (!there.contains(link.id())) {
                throw new InvalidMailException("HTML", CID + link.id(), "refer to an inline file of the message");
            }
        }
    }

    /** Whether all that may be a link is one to a file that is there: then the page need not be parsed, for each recipient. */
    private static boolean hasOnlyPlainLinks(String html, Set<String> there) {
        Matcher plain = PLAIN.matcher(html);
        for (int at = html.indexOf(CID); at >= 0; at = html.indexOf(CID, at + 1)) {
            plain.region(at, html.length());
            if (!plain.lookingAt() || !there.contains(plain.group(1))) {
                return false;
            }
        }
        return true;
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
