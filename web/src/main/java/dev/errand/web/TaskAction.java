package dev.errand.web;

import java.util.Optional;

/** What can be done to a task over HTTP, with the permissions that the {@linkplain TaskAccessPolicy usual policy} asks for. */
public enum TaskAction {
    /** See it. */
    VIEW(Permission.VIEW_OWN, Permission.VIEW_ALL),
    /** Stop it. */
    CANCEL(Permission.CANCEL_OWN, Permission.CANCEL_ANY),
    /** Pause it. */
    PAUSE(Permission.CANCEL_OWN, Permission.CANCEL_ANY),
    /** Let it go on. */
    RESUME(Permission.CANCEL_OWN, Permission.CANCEL_ANY),
    /** Have it done again. */
    RETRY(Permission.RETRY_OWN, Permission.RETRY_ANY),
    /** Fetch its files. */
    DOWNLOAD(Permission.DOWNLOAD_OWN, Permission.DOWNLOAD_ANY),
    /** Remove it once it has ended, with its files. */
    DELETE(Permission.CANCEL_OWN, Permission.PURGE),
    /** Keep its files for longer, once it has ended. */
    KEEP(Permission.EXTEND, Permission.EXTEND),
    /** Give it to another owner, once it has ended. */
    HAND_OVER(Permission.REASSIGN, Permission.REASSIGN),
    /** Say that its end was seen: for its owner only. */
    MARK_SEEN(Permission.VIEW_OWN);

    private final Permission own;
    private final Optional<Permission> any;

    TaskAction(Permission own) {
        this.own = own;
        this.any = Optional.empty();
    }

    TaskAction(Permission own, Permission any) {
        this.own = own;
        this.any = Optional.of(any);
    }

    /**
     * What it takes where the task is one's own.
     *
     * @return a permission
     */
    public Permission own() {
        return own;
    }

    /**
     * What it takes where the task is somebody else's.
     *
     * @return empty if no permission is enough
     */
    public Optional<Permission> any() {
        return any;
    }
}
