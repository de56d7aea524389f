package dev.errand.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents show compiles, and what they point at is there. */
class DocumentsTest {

    private static final List<String> LIBRARIES =
            List.of("core", "testkit", "poi-export", "mail-sender", "jdbc-cluster");
    private static final List<String> EXAMPLES = List.of("samples", "testkit/src/test");
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern SNIPPET = Pattern.compile("(?s)\\{@snippet :\n(.*?)\n *\\* }\n");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(errand-[a-z-]+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    @Test
    void theReadmeShowsCodeThatCompiles() {
        List<String> blocks = JAVA_BLOCK
                .matcher(read(ROOT.resolve("README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).hasSizeGreaterThan(5);
        assertThat(blocks.stream().filter(DocumentsTest::isInNoSample))
                .as("code that is in no sample")
                .isEmpty();
    }

    @Test
    void theJavadocShowsCodeThatCompiles() {
        List<String> snippets = LIBRARIES.stream()
                .map(library -> library + "/src/main")
                .flatMap(DocumentsTest::sources)
                .map(DocumentsTest::read)
                .flatMap(source -> SNIPPET.matcher(source).results())
                .map(snippet -> snippet.group(1).replaceAll("(?m)^ *\\* ?", ""))
                .toList();

        assertThat(snippets).hasSizeGreaterThan(8);
        assertThat(snippets.stream().filter(DocumentsTest::isInNoSample))
                .as("code that is in no sample")
                .isEmpty();
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            List<Path> documents = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
            assertThat(documents).hasSizeGreaterThan(4);
            for (Path document : documents) {
                assertThat(LINK.matcher(read(document)).results().map(link -> link.group(1)))
                        .as("links of " + document)
                        .allSatisfy(link ->
                                assertThat(document.resolveSibling(link)).exists());
            }
        }
    }

    @Test
    void theBomHasTheModulesAndTheVersionOfTheParent() {
        String bom = read(ROOT.resolve("bom/pom.xml"));
        String parent = read(ROOT.resolve("pom.xml"));

        assertThat(ARTIFACT.matcher(bom).results().map(found -> found.group(1)))
                .containsExactly(
                        "errand-bom",
                        "errand-core",
                        "errand-testkit",
                        "errand-poi-export",
                        "errand-mail-sender",
                        "errand-jdbc-cluster",
                        "errand-web",
                        "errand-spring-boot",
                        "errand-spring-boot-starter",
                        "errand-spring-boot-starter-test");
        assertThat(firstVersion(bom)).isEqualTo(firstVersion(parent));
    }

    private static String firstVersion(String pom) {
        return VERSION.matcher(pom).results().findFirst().orElseThrow().group(1);
    }

    private static Stream<Path> sources(String folder) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files
                    .filter(file -> file.toString().contains("/src/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInNoSample(String code) {
        return EXAMPLES.stream()
                .flatMap(DocumentsTest::sources)
                .noneMatch(sample -> squeezed(read(sample)).contains(squeezed(code)));
    }

    /** Without blanks and line ends, which a formatter sets as it likes. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
