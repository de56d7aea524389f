package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under which origin a server is called. */
class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://tasks.intranet:80, http://tasks.intranet",
        "https://tasks.intranet:443, https://tasks.intranet",
        "http://tasks.intranet:443, http://tasks.intranet:443",
        "https://tasks.intranet:80, https://tasks.intranet:80",
        "http://tasks.intranet:8080, http://tasks.intranet:8080",
        "http://[::1]:80, http://[::1]",
        "http://[::80], http://[::80]",
        "http://:80, http://:80",
    })
    void isWrittenWithoutTheUsualPort(String given, String written) {
        assertThat(new HttpCall.Target(given, "", "/", "").origin()).isEqualTo(written);
    }
}
