package dev.errand.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

class CallBodyTest {

    /** A reader who asks for nothing at the end of a piece, as the JDK's do at the end of a buffer, has not come to the end. */
    @Test
    void nothingIsLostBetweenPieces() throws Exception {
        Flux<DataBuffer> pieces =
                Flux.range(0, 50).map(number -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[8_192]));
        try (CallBody body = new CallBody(pieces)) {
            assertThat(body.read(new byte[8_192])).isEqualTo(8_192);
            assertThat(body.read(new byte[8_192], 0, 0)).isZero();
            assertThat(body.readNBytes(1 << 20)).hasSize(49 * 8_192);
            assertThat(body.read()).isEqualTo(-1);
        }
    }
}
