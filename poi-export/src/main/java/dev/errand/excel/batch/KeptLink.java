package dev.errand.excel.batch;

/**
 * The text of a hyperlink.
 *
 * @param text what its cell shows
 */
public record KeptLink(String text) {}
