package dev.errand.jdbc.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DebianPackageTest {

    @ParameterizedTest
    @EnumSource
    void isThere(DebianPackage each) {
        assertThat(each.require()).exists();
    }

    @Test
    void mayBeMissingOnlyIfItCouldNotBeInstalled() {
        assertThat(DebianPackage.MARIADB.excuse("nftables mariadb-server"))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("mariadb-server is missing"));
        assertThat(DebianPackage.MARIADB.excuse("nftables")).isEmpty();
        assertThat(DebianPackage.MARIADB.excuse("")).isEmpty();
        assertThat(DebianPackage.MARIADB.demand()).endsWith("apt-get install --no-install-recommends mariadb-server");
    }
}
