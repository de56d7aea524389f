package dev.errand.s3;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Remembers what a client asks for, and may have it fail, or be told something else. */
final class Requests implements ExecutionInterceptor {

    private final ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();
    private final UnaryOperator<SdkRequest> question;
    private final UnaryOperator<SdkResponse> answer;

    Requests(UnaryOperator<SdkRequest> question, UnaryOperator<SdkResponse> answer) {
        this.question = question;
        this.answer = answer;
    }

    static Requests asTheyAre() {
        return new Requests(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** In the order in which they were made, such as {@code PutObject}. */
    List<String> names() {
        return List.copyOf(names);
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        names.add(context.request().getClass().getSimpleName().replace("Request", ""));
        return question.apply(context.request());
    }

    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        return answer.apply(context.response());
    }
}
