package dev.errand.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages and their levels: every import goes to a lower level, and there is no cycle. */
class LevelsTest {

    private static final String ROOT = "dev.errand";

    private static final String CRON_LIBRARY = "com.cronutils..";
    private static final String AWS_SDK = "software.amazon.awssdk..";
    private static final String DB_SCHEDULER = "com.github.kagkarlsson..";
    private static final String POSTGRESQL_DRIVER = "org.postgresql..";
    private static final String CONTEXT_PROPAGATION = "io.micrometer.context..";
    private static final String JDK_SERVER = "com.sun.net.httpserver..";
    private static final String SERVLETS = "jakarta.servlet..";
    private static final String SPRING = "org.springframework..";
    private static final String ACTUATOR = "org.springframework.boot.actuate..";
    private static final String SPRING_SECURITY = "org.springframework.security..";
    private static final String FLIGHT_RECORDER = "jdk.jfr..";

    private static final Map<String, Integer> LEVELS = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("dev.errand.ledger", 0),
            Map.entry("dev.errand.progress", 0),
            Map.entry("dev.errand", 1),
            Map.entry("dev.errand.event", 2),
            Map.entry("dev.errand.registry", 2),
            Map.entry("dev.errand.artifact", 2),
            Map.entry("dev.errand.executor", 2),
            Map.entry("dev.errand.notice", 2),
            Map.entry("dev.errand.schedule", 2),
            Map.entry("dev.errand.excel.csv", 2),
            Map.entry("dev.errand.excel.file", 2),
            Map.entry("dev.errand.excel.poi", 3),
            Map.entry("dev.errand.excel.resume", 2),
            Map.entry("dev.errand.excel.source", 2),
            Map.entry("dev.errand.excel.template", 2),
            Map.entry("dev.errand.excel.zip", 2),
            Map.entry("dev.errand.excel.sheet", 3),
            Map.entry("dev.errand.excel.batch", 4),
            Map.entry("dev.errand.excel", 5),
            Map.entry("dev.errand.mail.outcome", 3),
            Map.entry("dev.errand.mail.pace", 3),
            Map.entry("dev.errand.mail", 4),
            Map.entry("dev.errand.time", 2),
            Map.entry("dev.errand.queue", 2),
            Map.entry("dev.errand.cluster", 3),
            Map.entry("dev.errand.jdbc.sql", 3),
            Map.entry("dev.errand.jdbc.artifact", 4),
            Map.entry("dev.errand.jdbc.payload", 4),
            Map.entry("dev.errand.jdbc.table", 5),
            Map.entry("dev.errand.jdbc.queue", 6),
            Map.entry("dev.errand.jdbc", 7),
            Map.entry("dev.errand.mail.dkim", 2),
            Map.entry("dev.errand.mail.html", 2),
            Map.entry("dev.errand.mail.recipients", 2),
            Map.entry("dev.errand.mail.template", 2),
            Map.entry("dev.errand.mail.bounce", 5),
            Map.entry("dev.errand.mail.failover", 5),
            Map.entry("dev.errand.mail.mime", 5),
            Map.entry("dev.errand.mail.preview", 6),
            Map.entry("dev.errand.mail.smtp", 6),
            Map.entry("dev.errand.recording", 3),
            Map.entry("dev.errand.s3", 3),
            Map.entry("dev.errand.watch", 3),
            Map.entry("dev.errand.engine", 4),
            Map.entry("dev.errand.web", 5),
            Map.entry("dev.errand.web.figures", 4),
            Map.entry("dev.errand.web.jdk", 6),
            Map.entry("dev.errand.web.servlet", 6),
            Map.entry("dev.errand.webhook", 5),
            Map.entry("dev.errand.testkit", 5),
            Map.entry("dev.errand.testkit.crash", 6),
            Map.entry("dev.errand.spring", 6),
            Map.entry("dev.errand.spring.actuate", 8),
            Map.entry("dev.errand.spring.declaration", 8),
            Map.entry("dev.errand.spring.diagnostics", 8),
            Map.entry("dev.errand.spring.engine", 8),
            Map.entry("dev.errand.spring.jdbc", 8),
            Map.entry("dev.errand.spring.observation", 8),
            Map.entry("dev.errand.spring.security", 8),
            Map.entry("dev.errand.spring.web", 8),
            Map.entry("dev.errand.spring.reactive", 8),
            Map.entry("dev.errand.spring.autoconfigure", 9),
            Map.entry("dev.errand.spring.test", 10)));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("dev/errand/architecture"))
            .importPackages(ROOT);

    static Set<String> packages() {
        return LEVELS.keySet();
    }

    @Test
    void everyPackageHasALevelAndWasSeen() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(LEVELS.keySet());
        assertThat(CLASSES.size()).as("classes seen").isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsGoToALowerLevel(String name) {
        int level = LEVELS.get(name);
        noClasses()
                .that()
                .resideInAPackage(name)
                .should(dependOnClassesThat(DescribedPredicate.describe(
                        "are of ours, elsewhere, and not on a lower level",
                        (JavaClass target) -> isOurs(target)
                                && !target.getPackageName().equals(name)
                                && LEVELS.get(target.getPackageName()) >= level)))
                .check(CLASSES);
    }

    @Test
    void thereIsNoCycle() {
        slices().matching("dev.errand.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void tasksDoNotKnowWhoRunsThem() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.errand.excel..", "dev.errand.mail..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.errand.engine.."))
                .check(CLASSES);
    }

    @Test
    void noPackageIsADrawerForEverything() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..common..", "..helper..", "..impl..", "..internal..", "..exceptions..")
                .check(CLASSES);
    }

    @Test
    void namesSayHowAndNotThat() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(CLASSES);
        noClasses().should().haveNameMatching(".*\\.I[A-Z][a-z].*").check(CLASSES);
        noClasses().should().haveSimpleNameContaining("Util").check(CLASSES);
    }

    @Test
    void nothingIsMutableAndGlobal() {
        fields().that().areStatic().should().haveModifier(FINAL).check(CLASSES);
        noClasses()
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(CLASSES);
    }

    @Test
    void nothingIsDeserialised() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void everyExceptionOfOursHasOneRoot() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .should()
                .beAssignableTo("dev.errand.ErrandException")
                .check(CLASSES);
    }

    @Test
    void coreNeedsAlmostNothing() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.errand",
                        "dev.errand.progress",
                        "dev.errand.event",
                        "dev.errand.registry",
                        "dev.errand.artifact",
                        "dev.errand.cluster",
                        "dev.errand.executor",
                        "dev.errand.ledger",
                        "dev.errand.notice",
                        "dev.errand.schedule",
                        "dev.errand.recording",
                        "dev.errand.time",
                        "dev.errand.queue",
                        "dev.errand.watch",
                        "dev.errand.engine")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "dev.errand..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.google.errorprone.annotations",
                        CONTEXT_PROPAGATION,
                        CRON_LIBRARY,
                        FLIGHT_RECORDER)
                .check(CLASSES);
    }

    @Test
    void whatMayBeMissingHasOneDoor() {
        onlyThese("dev\\.errand\\.schedule\\.CronExpression(\\$.*)?", CRON_LIBRARY);
        onlyThese("dev\\.errand\\.recording\\..*", FLIGHT_RECORDER);
        onlyThese("dev\\.errand\\.engine\\.MicrometerContext(\\$.*)?", CONTEXT_PROPAGATION);
        onlyThese(
                "dev\\.errand\\.jdbc\\.(TicketTaker.*|queue\\.(Ticket.*|TakenTogether|SafePostgresFetch))",
                DB_SCHEDULER);
        onlyThese("dev\\.errand\\.jdbc\\.PostgresWakeups", POSTGRESQL_DRIVER);
        onlyThese("dev\\.errand\\.web\\.jdk\\..*", JDK_SERVER);
        onlyThese(
                "dev\\.errand\\.(web\\.servlet|spring\\.web)\\..*|dev\\.errand\\.spring\\.autoconfigure\\.ErrandServlet.*",
                SERVLETS);
        onlyThese("dev\\.errand\\.spring\\..*", SPRING);
        onlyThese("dev\\.errand\\.spring\\.(actuate|autoconfigure)\\..*", ACTUATOR);
        onlyThese("dev\\.errand\\.spring\\.(security|web|reactive|autoconfigure)\\..*", SPRING_SECURITY);
        onlyThese("dev\\.errand\\.s3\\..*", AWS_SDK);
        onlyThese("dev\\.errand\\.s3\\..*", "dev.errand.s3");
    }

    private static void onlyThese(String names, String library) {
        assertThat(CLASSES.stream()
                        .filter(known -> known.getName().matches(names))
                        .flatMap(known -> known.getDirectDependenciesFromSelf().stream())
                        .map(Dependency::getTargetClass))
                .as("what the door leads to")
                .anyMatch(resideInAPackage(library));
        noClasses()
                .that()
                .haveNameNotMatching(names)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    private static boolean isOurs(JavaClass target) {
        return LEVELS.containsKey(target.getPackageName());
    }
}
