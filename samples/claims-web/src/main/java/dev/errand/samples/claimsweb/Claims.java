package dev.errand.samples.claimsweb;

import dev.errand.samples.data.SampleData;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Claims and members, in the database. */
@Repository
class Claims {

    private static final String OF_BRANCH = " FROM claim WHERE :branch = '' OR branch = :branch";

    private final JdbcClient database;

    Claims(
            JdbcClient database,
            DataSource source,
            @Value("${claims.number:13000}") int claims,
            @Value("${claims.members:10000}") int members)
            throws SQLException {
        this.database = database;
        if (isEmpty()) {
            try (Connection connection = source.getConnection()) {
                SampleData.fill(connection, claims, members);
            }
        }
    }

    private boolean isEmpty() {
        return database.sql("SELECT count(*) FROM information_schema.tables WHERE table_name = 'CLAIM'")
                        .query(Integer.class)
                        .single()
                == 0;
    }

    List<String> branches() {
        return database.sql("SELECT DISTINCT branch FROM claim ORDER BY branch")
                .query((row, number) -> row.getString("branch"))
                .list();
    }

    long count(String branch) {
        return database.sql("SELECT count(*)" + OF_BRANCH)
                .param("branch", branch)
                .query(Long.class)
                .single();
    }

    List<Claim> newest(String branch, int limit) {
        return database.sql("SELECT *" + OF_BRANCH + " ORDER BY filed DESC, number LIMIT :limit")
                .param("branch", branch)
                .param("limit", limit)
                .query(DataClassRowMapper.newInstance(Claim.class))
                .list();
    }

    List<Member> unsigned(int year) {
        return database.sql("SELECT * FROM member WHERE signed < :year ORDER BY id")
                .param("year", year)
                .query(DataClassRowMapper.newInstance(Member.class))
                .list();
    }
}
