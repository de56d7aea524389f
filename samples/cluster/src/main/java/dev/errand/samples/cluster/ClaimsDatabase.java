package dev.errand.samples.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The database that the office has anyway, with its claims and members. All machines use it, and Errand puts its tables beside. */
final class ClaimsDatabase implements AutoCloseable {

    static final List<String> BRANCHES = List.of(
            "Berlin", "Brno", "Dublin", "Gent", "Krakow", "Lisboa", "London", "Lyon", "Porto", "Praha", "Torino",
            "Wien");

    private final HikariDataSource pool;

    ClaimsDatabase(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMinimumIdle(2);
        pool = new HikariDataSource(config);
    }

    DataSource source() {
        return pool;
    }

    /** Makes the tables of the office. Of the claims of each branch, every sixteenth is approved. */
    void fill(int claims, int members) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE claim (
                        number TEXT PRIMARY KEY, holder TEXT, branch TEXT, amount NUMERIC(12, 2), filed DATE, approved BOOLEAN);
                    CREATE TABLE member (email TEXT PRIMARY KEY, first_name TEXT, signed INT);
                    """);
            insert(connection, claims, """
                    INSERT INTO claim
                    SELECT 'C-' || lpad(i::text, 6, '0'), 'Holder ' || i, (string_to_array(?, ','))[1 + i % 12],
                           (1 + i * 37 % 999900) / 100.0, DATE '2026-01-01' + i % 330, i / 12 % 16 = 0
                    FROM generate_series(0, ?) AS i
                    """, String.join(",", BRANCHES));
            insert(connection, members, """
                    INSERT INTO member
                    SELECT 'member' || i || '@example.org', split_part(?, ',', 1 + i % 12), 2025
                    FROM generate_series(0, ?) AS i
                    """, "Ana,Bea,Carl,Dora,Emil,Fien,Gero,Hana,Ines,Jan,Kaja,Luc");
        }
    }

    private static void insert(Connection connection, int rows, String sql, String names) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, names);
            insert.setInt(2, rows - 1);
            insert.executeUpdate();
        }
    }

    /** The claims of a branch that are to be paid, in the order of their numbers. */
    List<Claim> approved(String branch) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT number, amount FROM claim WHERE branch = ? AND approved ORDER BY number")) {
            select.setString(1, branch);
            try (ResultSet rows = select.executeQuery()) {
                List<Claim> claims = new ArrayList<>();
                while (rows.next()) {
                    claims.add(new Claim(rows.getString(1), rows.getBigDecimal(2)));
                }
                return claims;
            }
        }
    }

    /** How many claims a branch has, approved or not. */
    int count(String branch) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM claim WHERE branch = ?")) {
            select.setString(1, branch);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The members who have not signed the terms of a year, in the order of their addresses. */
    List<Member> unsigned(int year) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT email, first_name FROM member WHERE signed < ? ORDER BY email")) {
            select.setInt(1, year);
            try (ResultSet rows = select.executeQuery()) {
                List<Member> members = new ArrayList<>();
                while (rows.next()) {
                    members.add(new Member(rows.getString(1), rows.getString(2)));
                }
                return members;
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
