package dev.errand.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class LocalCallsTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    LocalCallsTest() {
        request.setRemoteAddr("127.0.0.1");
        request.setServerName("localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1%0", "::ffff:127.0.0.1"})
    void thisMachineIsItsLoopbackAddress(String address) {
        request.setRemoteAddr(address);
        assertThat(LocalCalls.isLocal(request)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.7", "192.168.1.1", "fe80::1", "::", "0.0.0.0", "", "localhost", "127.0.0.1.example.org"})
    void nothingElseIs(String address) {
        request.setRemoteAddr(address);
        assertThat(LocalCalls.isLocal(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void whatCameThroughAProxyCameFromElsewhere(String header) {
        request.addHeader(header, "127.0.0.1");
        assertThat(LocalCalls.isLocal(request)).isFalse();
    }

    @Test
    void whatAFilterOrTomcatMadeOfHeadersIsNotBelieved() {
        request.setRemoteAddr("10.0.0.7");
        HttpServletRequestWrapper forwarded = new HttpServletRequestWrapper(request) {
            @Override
            public String getRemoteAddr() {
                return "127.0.0.1";
            }
        };
        assertThat(LocalCalls.isLocal(forwarded)).isFalse();
        request.setRemoteAddr("127.0.0.1");
        assertThat(LocalCalls.isLocal(forwarded)).isTrue();
        request.setAttribute("org.apache.tomcat.request.forwarded", true);
        assertThat(LocalCalls.isLocal(forwarded)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "app.localhost", "127.0.0.1", "[::1]"})
    void itIsCalledByANameOfItsOwn(String name) {
        request.setServerName(name);
        assertThat(LocalCalls.isLocal(request)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.org", "localhost.example.org", "10.0.0.7", "notlocalhost"})
    void anotherSiteMayHaveGivenItsNameThisAddress(String name) {
        request.setServerName(name);
        assertThat(LocalCalls.isLocal(request)).isFalse();
    }
}
