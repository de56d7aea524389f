package dev.errand.spring.autoconfigure;

import dev.errand.spring.web.RefusalResolver;
import dev.errand.spring.web.TaskAcceptedHandler;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

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
            public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
                handlers.add(new TaskAcceptedHandler(tasks.getObject(), servlet.getObject()));
            }

            @Override
            public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                resolvers.add(new RefusalResolver(tasks.getObject(), servlet.getObject()));
            }
        };
    }
}
