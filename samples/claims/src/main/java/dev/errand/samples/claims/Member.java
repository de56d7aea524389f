package dev.errand.samples.claims;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Somebody who gets a reminder.
 *
 * @param email where to
 * @param firstName what she is called
 * @param lastName her family's name
 * @param token what makes her links hers
 */
public record Member(String email, String firstName, String lastName, String token) {

    static Member of(ResultSet row) throws SQLException {
        return new Member(
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("token"));
    }

    String name() {
        return firstName + " " + lastName;
    }
}
