package dev.errand.spring.autoconfigure;

import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.event.TaskInterceptor;
import dev.errand.event.TaskListener;
import dev.errand.executor.TaskExecutor;
import dev.errand.notice.TaskNotifier;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskRegistry;
import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.TaskDeclarationException;
import dev.errand.spring.TaskEngineBuilderCustomizer;
import dev.errand.spring.TaskOwnerResolver;
import dev.errand.spring.TaskSubmitter;
import dev.errand.spring.declaration.Submitters;
import dev.errand.spring.declaration.TaskDeclarations;
import dev.errand.spring.declaration.TaskSubmitters;
import dev.errand.spring.engine.StartGate;
import dev.errand.spring.engine.TaskEngineLifecycle;
import dev.errand.time.TimeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;

/** The engine of an application, with the tasks that it declares. */
@AutoConfiguration
@EnableConfigurationProperties({ErrandProperties.class, ErrandArtifactProperties.class})
@ImportRuntimeHints(ErrandRuntimeHints.class)
public final class ErrandAutoConfiguration {

    ErrandAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    StartGate errandStartGate() {
        return new StartGate();
    }

    @Bean
    @ConditionalOnMissingBean
    TaskDeclarations errandTaskDeclarations(ConfigurableListableBeanFactory beans, ErrandProperties properties) {
        return new TaskDeclarations(beans, new TypeProperties(properties.types()));
    }

    @Bean
    EngineProperties errandEngineProperties(ErrandProperties properties) {
        return new EngineProperties(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    TaskEngineLifecycle errandTaskEngineLifecycle(TaskEngine engine, StartGate gate, ErrandProperties properties) {
        ErrandProperties.Node node = properties.node();
        return new TaskEngineLifecycle(engine, gate, node.shutdownGrace(), Optional.ofNullable(node.name()));
    }

    /**
     * Open calls may keep the server for longer than tasks have to end in, so what is submitted by them waits for another node or
     * the next start. In memory there is neither, and it begins at once.
     */
    @Bean
    ApplicationListener<ContextClosedEvent> errandTasksBeginNoMore(
            StartGate gate, ObjectProvider<DurableTaskRegistry> durable, ApplicationContext application) {
        return Closing.of(application, () -> durable.stream().findAny().ifPresent(any -> gate.closeForGood()));
    }

    /** What an engine is made of, unless the application has its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(TaskEngine.class)
    static class Engine {

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean(TaskRegistry.class)
        MemoryTaskRegistry errandTaskRegistry(ErrandProperties properties) {
            if (properties.registry() == ErrandProperties.RegistryChoice.JDBC) {
                throw new TaskDeclarationException(
                        "errand.registry is jdbc, but there is no errand-jdbc-cluster on the class path, or no DataSource",
                        "Add both, or set errand.registry to memory.");
            }
            return new MemoryTaskRegistry(properties.retention().or(Retention.DEFAULT));
        }

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        TaskExecutor errandTaskExecutor(ErrandProperties properties, Environment environment) {
            return LocalThreads.of(properties.execution(), environment);
        }

        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean
        ArtifactStore errandArtifactStore(ErrandArtifactProperties properties) {
            if (properties.directory() != null && properties.store() != ErrandArtifactProperties.Store.TEMPORARY) {
                return Property.set(
                        "errand.artifacts.retention",
                        properties.retention(),
                        Property.read("errand.artifacts.directory", properties.directory(), DirectoryArtifactStore::in),
                        DirectoryArtifactStore::keeping);
            }
            return switch (properties.store()) {
                case AUTO, TEMPORARY -> ArtifactStore.temporary();
                case DIRECTORY ->
                    throw new TaskDeclarationException(
                            "errand.artifacts.store is directory, but errand.artifacts.directory is not set",
                            "Set it to a directory that can be written.");
                case JDBC ->
                    throw new TaskDeclarationException(
                            "errand.artifacts.store is jdbc, but there is no errand-jdbc-cluster on the class path, or no"
                                    + " DataSource",
                            "Add both, or choose another store.");
            };
        }

        @Bean(destroyMethod = "close")
        TaskEngine errandTaskEngine(
                EngineParts parts,
                TaskDeclarations declarations,
                ObjectProvider<TaskListener> listeners,
                ObjectProvider<TaskInterceptor> interceptors,
                ObjectProvider<TaskNotifier> notifiers,
                ObjectProvider<TaskEngineBuilderCustomizer> customizers,
                ErrandProperties properties) {
            TaskEngineBuilder builder = TaskEngine.builder();
            parts.putInto(builder);
            declarations.all().forEach(declared -> declared.registerWith(builder));
            new TypeProperties(properties.types()).warnOfUnknown(declarations.names());
            listeners.orderedStream().forEach(builder::listener);
            interceptors.orderedStream().forEach(builder::interceptor);
            notifiers.orderedStream().forEach(builder::notifier);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }

        @Bean
        EngineParts errandEngineParts(
                TaskRegistry registry,
                TaskExecutor executor,
                ArtifactStore artifacts,
                ObjectProvider<TimeSource> time,
                StartGate gate,
                ErrandProperties properties) {
            return new EngineParts(
                    registry,
                    gate.behind(executor),
                    gate.behind(LocalThreads.computing(properties.execution())),
                    artifacts,
                    time.getIfUnique(TimeSource::system));
        }
    }

    /** What an engine is made of. */
    record EngineParts(
            TaskRegistry registry,
            TaskExecutor executor,
            TaskExecutor computing,
            ArtifactStore artifacts,
            TimeSource time) {

        void putInto(TaskEngineBuilder builder) {
            builder.registry(registry)
                    .executor(executor)
                    .computingExecutor(computing)
                    .artifacts(artifacts)
                    .time(time);
        }
    }

    /** Who submits, and by what. */
    @Configuration(proxyBeanMethods = false)
    static class Submitting {

        @Bean
        @ConditionalOnMissingBean
        TaskOwnerResolver errandTaskOwnerResolver() {
            return principal -> dev.errand.Owner.of(principal.getName());
        }

        @Bean
        @ConditionalOnMissingBean
        TaskSubmitters errandTaskSubmitters(
                TaskDeclarations declarations,
                ObjectProvider<TaskEngine> engine,
                ObjectProvider<CurrentPrincipal> current,
                ObjectProvider<TaskRegistry> registry,
                TaskOwnerResolver resolver,
                ConfigurableListableBeanFactory beans) {
            Submitters owners = new Submitters(current.getIfUnique(() -> () -> null), resolver);
            return new TaskSubmitters(
                    declarations,
                    new SubmittingEngine(engine, registry),
                    owners,
                    name -> String.valueOf(beans.resolveEmbeddedValue(name)));
        }

        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        <I, R extends @Nullable Object> TaskSubmitter<I, R> errandTaskSubmitter(
                TaskSubmitters submitters, InjectionPoint point) {
            @SuppressWarnings("unchecked") // chosen by the type parameters of the place
            TaskSubmitter<I, R> fitting = (TaskSubmitter<I, R>) submitters.at(point);
            return fitting;
        }
    }
}
