package dev.errand.spring.reactive;

import dev.errand.web.HttpReply;
import java.util.concurrent.Executor;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Sends replies, and closes what they hold, whether or not they are sent. */
final class ReplySender {

    private static final int PIECE = 64 * 1024;

    private final Scheduler threads;

    ReplySender(Executor threads) {
        this.threads = Schedulers.fromExecutor(threads);
    }

    Mono<Void> send(HttpReply reply, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(reply.status()));
        reply.headers().forEach(response.getHeaders()::set);
        return switch (reply.body()) {
            case HttpReply.Nothing nothing -> response.setComplete();
            case HttpReply.Text text -> send(text.bytes(), response);
            case HttpReply.Content content -> send(content, response).doFinally(signal -> reply.discard());
            case HttpReply.Events events ->
                response.writeAndFlushWith(EventBody.of(events.stream()).map(Mono::just))
                        .doFinally(signal -> reply.discard());
        };
    }

    private static Mono<Void> send(byte[] bytes, ServerHttpResponse response) {
        response.getHeaders().setContentLength(bytes.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
    }

    private Mono<Void> send(HttpReply.Content content, ServerHttpResponse response) {
        response.getHeaders().setContentLength(content.length());
        return response.writeWith(DataBufferUtils.readInputStream(content::bytes, response.bufferFactory(), PIECE)
                .subscribeOn(threads));
    }
}
