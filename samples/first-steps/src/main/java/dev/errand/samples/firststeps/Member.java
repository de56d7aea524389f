package dev.errand.samples.firststeps;

/**
 * A member.
 *
 * @param email where she gets mail
 * @param firstName what she is called
 * @param token what makes her links hers
 */
public record Member(String email, String firstName, String token) {}
