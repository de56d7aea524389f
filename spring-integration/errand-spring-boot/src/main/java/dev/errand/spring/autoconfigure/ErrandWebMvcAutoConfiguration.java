package dev.errand.spring.autoconfigure;

import dev.errand.spring.web.RefusalResolver;
import dev.errand.spring.web.TaskAcceptedHandler;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** What controllers of Spring MVC may return, and what becomes of refusals that they throw. */
@AutoConfiguration(after = ErrandServletAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({TaskServlet.class, WebMvcConfigurer.class})
@ConditionalOnBean({TaskHttp.class, TaskServlet.class})
public final class ErrandWebMvcAutoConfiguration {

    ErrandWebMvcAutoConfiguration() {}

    @Bean
    WebMvcConfigurer errandWebMvcConfigurer(ObjectProvider<TaskHttp> tasks, ObjectProvider<TaskServlet> servlet) {
        return new WebMvcConfigurer() {
            @Override
            public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                resolvers.addFirst(new RefusalResolver(tasks.getObject(), servlet.getObject(), List.copyOf(resolvers)));
            }
        };
    }

    /** Before those of Spring MVC: for them, what a method of a {@code @RestController} returns is a body, whatever it is. */
    @Bean
    SmartInitializingSingleton errandReturnValues(
            ObjectProvider<RequestMappingHandlerAdapter> adapters, TaskHttp tasks, TaskServlet servlet) {
        return () -> adapters.forEach(adapter -> {
            List<HandlerMethodReturnValueHandler> others =
                    Objects.requireNonNullElse(adapter.getReturnValueHandlers(), List.of());
            List<HandlerMethodReturnValueHandler> handlers = new ArrayList<>();
            handlers.add(new TaskAcceptedHandler(tasks, servlet, others));
            handlers.addAll(others);
            adapter.setReturnValueHandlers(handlers);
        });
    }
}
