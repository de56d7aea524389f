package dev.errand.spring.aot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * An application whose beans are written as code ahead of time, as for a native image, and then run by a JVM from that code
 * alone. What is left to a native image are the hints: see {@code RuntimeHintsTest}.
 */
@Timeout(240)
class AheadOfTimeTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final List<String> PROPERTIES =
            List.of("--server.port=0", "--spring.datasource.generate-unique-name=true", "--errand.web.enabled=true");

    @TempDir
    Path directory;

    @Test
    void declaredTasksRunInAnApplicationThatWasPrepared() throws Exception {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<String> prepare = new ArrayList<>(List.of(
                SpringApplicationAotProcessor.class.getName(),
                PreparedApplication.class.getName(),
                sources.toString(),
                classes.toString(),
                classes.toString(),
                "dev.errand",
                "prepared"));
        prepare.addAll(PROPERTIES);
        run(List.of("-cp", CLASS_PATH), prepare);
        compile(sources, classes);
        assertThat(sources.resolve(PreparedApplication.class.getName().replace('.', '/') + "__BeanDefinitions.java"))
                .exists();

        List<String> application = new ArrayList<>(List.of(PreparedApplication.class.getName()));
        application.addAll(PROPERTIES);
        String printed = run(
                List.of("-Dspring.aot.enabled=true", "-cp", classes + File.pathSeparator + CLASS_PATH), application);

        assertThat(printed).contains("came of it: 5 time!");
    }

    private static String run(List<String> ofJvm, List<String> program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ofJvm);
        command.addAll(program);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
                Stream<Path> found = Files.walk(sources)) {
            List<Path> written =
                    found.filter(path -> path.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    classes.toString(),
                    "-cp",
                    classes + File.pathSeparator + CLASS_PATH);
            StringWriter complaints = new StringWriter();
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjectsFromPaths(written))
                    .call();
            assertThat(compiled).as(complaints.toString()).isTrue();
        }
    }
}
