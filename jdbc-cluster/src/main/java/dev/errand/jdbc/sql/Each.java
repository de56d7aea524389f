package dev.errand.jdbc.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The parameters of many executions of a statement as a table that PostgreSQL joins with another one: a row for each execution.
 * It makes and runs a plan once for all of them, where a batch has it do so for each.
 */
public final class Each {

    /** What a statement for many returns of each row that it has changed: which execution did so, from 1. */
    static final String PLACE = "place";

    private Each() {}

    /**
     * A parameter of each execution.
     *
     * @param name of its column in {@code each}
     * @param type in PostgreSQL
     */
    public record Parameter(String name, String type) {}

    /** The table, which is called {@code each}: its only parameters are the arrays, in this order. */
    public static String of(List<Parameter> parameters) {
        String arrays = parameters.stream()
                .map(parameter -> "CAST(? AS " + parameter.type + "[])")
                .collect(Collectors.joining(", "));
        String names =
                parameters.stream().map(parameter -> parameter.name + ", ").collect(Collectors.joining());
        return "unnest(" + arrays + ") WITH ORDINALITY AS each (" + names + PLACE + ")";
    }

    /** What a statement for many ends with. */
    public static String returning() {
        return " RETURNING each." + PLACE;
    }
}
