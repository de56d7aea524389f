package dev.errand.excel.sheet;

/**
 * A heading over several columns.
 *
 * @param text what it says
 * @param first the first of its columns, from 0 on
 * @param last the last of them
 */
public record JointHeading(String text, int first, int last) {}
