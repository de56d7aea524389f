package dev.errand.web;

import java.util.Optional;

/**
 * What people call the units of a type of tasks, and what is done to them for good.
 *
 * @param unit in the plural, such as {@code rows} or {@code e-mails}
 * @param effect what cannot be taken back once a unit is done; empty if everything can
 */
public record TypeWords(String unit, Optional<Effect> effect) {

    /** Where nothing else is known. */
    static final TypeWords ITEMS = counting("items");

    /**
     * Something that cannot be taken back.
     *
     * @param done as in "1,204 e-mails are already <em>sent</em>"
     * @param doing as in "stop <em>sending</em> the others"
     */
    public record Effect(String done, String doing) {}

    /**
     * Units of which nothing is known but their name.
     *
     * @param unit in the plural, such as {@code rows}
     * @return words without an effect
     */
    public static TypeWords counting(String unit) {
        return new TypeWords(unit, Optional.empty());
    }

    /**
     * For tasks that cannot take back what they have done: a person is asked before they stop midway.
     *
     * @param done as in "1,204 e-mails are already <em>sent</em>"
     * @param doing as in "stop <em>sending</em> the others"
     * @return a changed copy
     */
    public TypeWords irrevocably(String done, String doing) {
        return new TypeWords(unit, Optional.of(new Effect(done, doing)));
    }
}
