package dev.errand.jdbc.parts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What tests say to a database themselves. Each call is a transaction, unless the connection is given. */
public final class Sql {

    private Sql() {}

    /** Executes statements, one after the other, on one connection. */
    public static void execute(DataSource dataSource, String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, statements);
        }
    }

    /** Executes statements, one after the other, in the transaction that the connection is in. */
    public static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of what a query finds, as texts; SQL's null is {@code "null"}. */
    public static List<String> texts(DataSource dataSource, String query) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return texts(connection, query);
        }
    }

    /** The first column of what a query finds, as texts; SQL's null is {@code "null"}. */
    public static List<String> texts(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
            return texts;
        }
    }

    /** The number that a query of one row finds. */
    public static long number(DataSource dataSource, String query) throws SQLException {
        return Long.parseLong(texts(dataSource, query).getFirst());
    }
}
