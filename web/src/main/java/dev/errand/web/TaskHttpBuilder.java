package dev.errand.web;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.time.TimeSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Puts the tasks of an engine on the web. Everything has a default; what a person may do, her permissions say. */
public final class TaskHttpBuilder {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+){1,20}");

    private final TaskEngine engine;
    private final Map<String, TypeWords> words = new HashMap<>();
    private final Map<String, Intake<?>> intakes = new HashMap<>();
    private final Set<String> trustedOrigins = new HashSet<>();
    private String basePath = "/background-tasks/api/v1";
    private String assetsPath = "/background-tasks/assets";
    private Optional<String> dashboardPath = Optional.empty();
    private TaskAccessPolicy policy = TaskAccessPolicy.byPermissions();
    private HttpLimits limits = HttpLimits.DEFAULT;
    private StreamLimits streams = StreamLimits.DEFAULT;
    private CsrfProtection csrf = CsrfProtection.SAME_ORIGIN;
    private TimeSource time = TimeSource.system();
    private FileLinks fileLinks = file -> Optional.empty();
    private Function<Owner, Optional<String>> ownerNames = owner -> Optional.empty();

    TaskHttpBuilder(TaskEngine engine) {
        this.engine = engine;
    }

    /**
     * Under another path.
     *
     * @param path below the host's prefix, such as {@code /background-tasks/api/v1}, which is the default
     * @return this builder
     * @throws InvalidInputException if it has other characters than letters, digits, dots, dashes, underscores and tildes
     *     between slashes, or ends with a slash
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder basePath(String path) {
        basePath = requirePath("base path", path);
        return this;
    }

    /**
     * With the files of the user interface under another path.
     *
     * @param path below the host's prefix, such as {@code /background-tasks/assets}, which is the default
     * @return this builder
     * @throws InvalidInputException as {@link #basePath}
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder assetsPath(String path) {
        assetsPath = requirePath("assets path", path);
        return this;
    }

    /**
     * With the dashboard, a page for operators, which there is not unless this is asked for. It shows everybody's tasks, by
     * what the access policy allows, and is nothing to those who may not list them. Its own address ends with a slash.
     *
     * @param path below the host's prefix, such as {@code /background-tasks/dashboard}
     * @return this builder
     * @throws InvalidInputException as {@link #basePath}
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder dashboard(String path) {
        dashboardPath = Optional.of(requirePath("dashboard path", path));
        return this;
    }

    /**
     * With another policy of who may do what than {@link TaskAccessPolicy#byPermissions}.
     *
     * @param other the policy
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder accessPolicy(TaskAccessPolicy other) {
        policy = other;
        return this;
    }

    /**
     * With other limits for calls.
     *
     * @param other the limits
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder limits(HttpLimits other) {
        limits = other;
        return this;
    }

    /**
     * With other limits for event streams.
     *
     * @param other the limits
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder streams(StreamLimits other) {
        streams = other;
        return this;
    }

    /**
     * With another protection from calls that other sites make a browser send than {@link CsrfProtection#SAME_ORIGIN}.
     *
     * @param other the protection
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder csrf(CsrfProtection other) {
        csrf = other;
        return this;
    }

    /**
     * With another site whose pages may change something here.
     *
     * @param origin scheme, host and port, such as {@code https://app.example.org}
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder trustedOrigin(String origin) {
        trustedOrigins.add(origin.toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * With words for the units of a type.
     *
     * @param type the name of the type
     * @param units what people call its units; {@code items} unless set
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder words(String type, TypeWords units) {
        words.put(type, units);
        return this;
    }

    /**
     * With names for owners, which people see instead of ids.
     *
     * @param names gives the name of an owner, quickly; empty to show the id
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder ownerNames(Function<Owner, Optional<String>> names) {
        ownerNames = names;
        return this;
    }

    /**
     * With links by which a store hands its files out itself.
     *
     * @param links makes them
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder fileLinks(FileLinks links) {
        fileLinks = links;
        return this;
    }

    /**
     * Lets everybody whom the access policy allows submit tasks of a type.
     *
     * @param type a registered type
     * @param reader reads its input
     * @param <I> the input
     * @return this builder
     */
    @CanIgnoreReturnValue
    public <I> TaskHttpBuilder accepting(TaskType<I, ?> type, InputReader<I> reader) {
        intakes.put(type.name(), new Intake<>(type, reader, false));
        return this;
    }

    /**
     * As {@link #accepting}, and each submission has to bring an {@code Idempotency-Key}, so that none is done twice.
     *
     * @param type a registered type
     * @param reader reads its input
     * @param <I> the input
     * @return this builder
     */
    @CanIgnoreReturnValue
    public <I> TaskHttpBuilder acceptingOnce(TaskType<I, ?> type, InputReader<I> reader) {
        intakes.put(type.name(), new Intake<>(type, reader, true));
        return this;
    }

    /**
     * With the time that the engine goes by, if that is not the system's.
     *
     * @param source the same as the engine's
     * @return this builder
     */
    @CanIgnoreReturnValue
    public TaskHttpBuilder time(TimeSource source) {
        time = source;
        return this;
    }

    /**
     * Puts it together.
     *
     * @return to be given to an adapter, and to be closed before the engine is
     */
    public TaskHttp build() {
        WebParts parts = WebParts.of(engine, new Access(policy), limits, time, new WebParts.Words(words, ownerNames));
        TaskJson json = new TaskJson(parts);
        Replies replies = new Replies(json);
        VisibleTasks tasks = new VisibleTasks(parts);
        FreshTasks fresh = new FreshTasks(tasks, json, replies);
        Bodies bodies = new Bodies(limits);
        EventHub hub = new EventHub(parts, streams, json);
        Pages pages = new Pages(
                new StatusPages(tasks, replies, limits.pageSize()),
                new ListPages(parts, json),
                new CommandPages(tasks, fresh, bodies),
                new AmendmentPages(tasks, fresh, bodies),
                new FilePages(parts, tasks, fileLinks),
                new EventPages(tasks, hub),
                new SubmitPages(parts, intakes, bodies, replies, hub),
                dashboardPath.map(path -> new Dashboard(parts, json, tasks, fresh, bodies)));
        Entrance entrance = new Entrance(basePath, limits, new CrossSiteGuard(csrf, trustedOrigins));
        return new TaskHttp(
                entrance,
                pages,
                new Assets(assetsPath, Assets.load("assets")),
                dashboardPath.map(path -> new DashboardFiles(path, basePath)));
    }

    private static String requirePath(String field, String path) {
        if (!PATH.matcher(path).matches()) {
            throw new InvalidInputException(
                    field,
                    path,
                    "begin with a slash, end without, and have letters, digits and any of . _ ~ - between");
        }
        return path;
    }
}
