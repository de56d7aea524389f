package dev.errand.mail.template;

import dev.errand.ErrandException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A template is wrong: it is missing, malformed, or asks for what is not there. */
public final class MailTemplateException extends ErrandException {

    private static final long serialVersionUID = 1L;

    private final String template;
    private final int line;
    private final String detail;

    /**
     * Something is wrong in a template.
     *
     * @param template its name
     * @param line where in it, from 1 on; empty if that is not known
     * @param detail what is wrong
     * @param cause what the engine said
     */
    public MailTemplateException(String template, OptionalInt line, String detail, @Nullable Throwable cause) {
        super("template " + template + (line.isPresent() ? ", line " + line.getAsInt() : "") + ": " + detail, cause);
        this.template = template;
        this.line = line.orElse(0);
        this.detail = detail;
    }

    /**
     * The same, for somebody.
     *
     * @param recipient for whom the template was to be rendered
     * @return an exception that says so as well
     */
    public MailTemplateException forRecipient(String recipient) {
        return new MailTemplateException(template, line(), detail + " (for " + recipient + ")", this);
    }

    /**
     * Which template.
     *
     * @return its name
     */
    public String template() {
        return template;
    }

    /**
     * Where in the template.
     *
     * @return the line, from 1 on; empty if that is not known
     */
    public OptionalInt line() {
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }

    /** The name of the template, without what it was given. */
    @Override
    public Optional<String> sentenceForOwner() {
        return Optional.of("The template of the mail has a mistake in it.");
    }
}
