package dev.errand.spring.jdbc;

import dev.errand.jdbc.JdbcArtifactStore;
import dev.errand.jdbc.JdbcTaskRegistry;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;
import org.springframework.util.ClassUtils;

/** Lets the registry and the store wait for Flyway, Liquibase and the application's own scripts, which may make their tables. */
final class TasksDependOnDatabaseInitialization extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

    TasksDependOnDatabaseInitialization() {}

    @Override
    protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
        ClassLoader loader = TasksDependOnDatabaseInitialization.class.getClassLoader();
        return ClassUtils.isPresent("dev.errand.jdbc.JdbcTaskRegistry", loader)
                ? Set.of(JdbcTaskRegistry.class, JdbcArtifactStore.class)
                : Set.of();
    }
}
