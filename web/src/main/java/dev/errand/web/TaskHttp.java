package dev.errand.web;

import dev.errand.ErrandException;
import dev.errand.Owner;
import dev.errand.engine.TaskEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tasks of an engine over HTTP: status, events, commands, files and lists, the same behind any server.
 *
 * <p>An adapter turns what its server received into an {@link HttpCall}, and sends the {@link HttpReply}. Those for the
 * server of the JDK and for servlets are {@code dev.errand.web.jdk} and {@code dev.errand.web.servlet}.
 *
 * <p>Each resource has one representation, so that {@code Accept} is not looked at (RFC 9110, section 12.5.1): a problem is JSON
 * for everybody, too. Where parameters choose what is told, as in lists, an unknown one is refused with 400, since a filter
 * that is not heeded would show something else; of a single task or file the query is not looked at. A list says how many
 * tasks it has in all if it is asked for {@code count=estimate}: {@code total}, which is exact unless {@code totalIsAtLeast}.
 *
 * <p>One object serves all threads. It is closed before its engine is, so that those who watch are told to come back.
 */
public final class TaskHttp implements AutoCloseable {

    private final Entrance entrance;
    private final Pages pages;
    private final Assets assets;
    private final Optional<DashboardFiles> dashboard;
    private final Refusals refusals = new Refusals();

    TaskHttp(Entrance entrance, Pages pages, Assets assets, Optional<DashboardFiles> dashboard) {
        this.entrance = entrance;
        this.pages = pages;
        this.assets = assets;
        this.dashboard = dashboard;
    }

    /**
     * Begins to put the tasks of an engine on the web.
     *
     * @param engine whose tasks
     * @return a builder in which everything has a default
     */
    public static TaskHttpBuilder on(TaskEngine engine) {
        return new TaskHttpBuilder(engine);
    }

    /**
     * Answers a call. May block for as long as the registry and the store of files do, and for the time that the call
     * itself asks for with {@code Prefer: wait}.
     *
     * @param call the call
     * @return the answer, whatever happens: what goes wrong is a problem as in RFC 9457
     */
    public HttpReply handle(HttpCall call) {
        HttpReply reply = secured(answer(call));
        return call.method().equals("HEAD") ? withoutBody(reply) : reply;
    }

    /**
     * Whether a path is one of these pages, so that the host need not have one.
     *
     * @param path without the host's prefix, not decoded
     * @return true if {@link #handle} knows what to do with it, be it only to say that there is nothing
     */
    public boolean serves(String path) {
        return entrance.isFor(path) || assets.isFor(path) || dashboardFor(path).isPresent();
    }

    /**
     * Where a file of the user interface is, such as the script of the widget, under an address that changes with its
     * content, so that browsers may keep it.
     *
     * @param name such as {@code errand.js}
     * @return the path and the query, without the host's prefix; empty if there is no such file
     */
    public Optional<String> assetHref(String name) {
        return assets.hrefOf(name);
    }

    /**
     * Submits a task for an endpoint of the host's own: answers with 202 and the task, with 200 if the call says
     * {@code Prefer: wait} and the task ends in time, and with the right problem if the engine refuses.
     *
     * <p>The call is the host's to protect; it is not looked at for its origin here.
     *
     * @param call the call that the host received
     * @param submission submits the task; what it throws becomes a problem
     * @return the answer
     */
    public HttpReply submit(HttpCall call, Supplier<TaskAccepted> submission) {
        HttpReply reply;
        try {
            reply = pages.submitting().accepted(call, submission.get(), entrance.links(call));
        } catch (RuntimeException e) {
            reply = refused(call, e);
        }
        return secured(reply);
    }

    /**
     * The answer to a call in which the host caught a refusal itself.
     *
     * @param call the call that the host received
     * @param refusal what was thrown
     * @return a problem with the status that fits: 409, 422, 429 or 503 for what the engine refuses for now, 400 for values
     *     that are not in order
     */
    public HttpReply refused(HttpCall call, ErrandException refusal) {
        return secured(refused(call, (RuntimeException) refusal));
    }

    /**
     * Ends the event streams that somebody has open in this process, for when she signs out: a stream asks who reads it only when
     * it is opened. Those of other processes end with their time ({@link StreamLimits#longest}). A page of hers that is still signed
     * in opens its stream again by itself. Returns at once, from any thread.
     *
     * @param owner whose streams
     */
    public void endStreams(Owner owner) {
        hub().endStreamsOf(owner);
    }

    /**
     * Ends all event streams, and opens no more; everything else goes on. Returns within two seconds. Whoever takes nothing is
     * cut off by an interrupt; where the server swallows that, as Tomcat does, her connection stays until the server's own limit
     * for writing, which is Tomcat's {@code connectionTimeout}.
     */
    @Override
    public void close() {
        pages.events().close();
    }

    EventHub hub() {
        return pages.events().hub();
    }

    private HttpReply answer(HttpCall call) {
        String path = call.target().path();
        try {
            Optional<DashboardFiles> page = dashboardFor(path);
            if (page.isPresent()) {
                return page.get().reply(call);
            }
            return assets.isFor(path) ? assets.reply(call) : pages.reply(entrance.admit(call));
        } catch (RuntimeException e) {
            return refused(call, e);
        }
    }

    private Optional<DashboardFiles> dashboardFor(String path) {
        return dashboard.filter(files -> files.isFor(path));
    }

    private HttpReply refused(HttpCall call, RuntimeException e) {
        return refusals.reply(call, entrance.links(call), e);
    }

    private static HttpReply secured(HttpReply reply) {
        return reply.with("X-Content-Type-Options", "nosniff");
    }

    /** The same headers, with the length that the body would have. */
    private static HttpReply withoutBody(HttpReply reply) {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        switch (reply.body()) {
            case HttpReply.Nothing nothing -> {}
            case HttpReply.Text text -> headers.put("Content-Length", Integer.toString(text.bytes().length));
            case HttpReply.Content content -> headers.put("Content-Length", Long.toString(content.length()));
            case HttpReply.Events events -> {}
        }
        reply.discard();
        return new HttpReply(reply.status(), headers, new HttpReply.Nothing());
    }
}
