package dev.errand.samples.claimsweb;

/**
 * Somebody who gets a reminder.
 *
 * @param email where to
 * @param firstName what she is called
 * @param lastName her family's name
 * @param token what makes her links hers
 */
public record Member(String email, String firstName, String lastName, String token) {

    String name() {
        return firstName + " " + lastName;
    }
}
