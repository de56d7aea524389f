package dev.errand.benchmarks.mail;

/** Who sends. */
enum MailContender {
    ERRAND("Errand, ledger on", false),
    ANGUS("Angus, reused connections", false),
    ANGUS_NAMED("the same, provider named", true),
    SPRING("Spring, send(array)", false),
    SPRING_NAMED("the same, provider named", true);

    private final String caption;
    private final boolean named;

    MailContender(String caption, boolean named) {
        this.caption = caption;
        this.named = named;
    }

    String caption() {
        return caption;
    }

    MailSender sender() {
        return switch (this) {
            case ERRAND -> new ErrandSender();
            case ANGUS, ANGUS_NAMED -> new AngusSender();
            case SPRING, SPRING_NAMED -> new SpringSender();
        };
    }

    /** Whether Jakarta Mail's provider is named by a property of the process, and so not looked up for every part. */
    boolean isNamed() {
        return named;
    }

    /** One connection is all that Spring uses for an array. */
    boolean uses(int connections) {
        return connections == 1 || (this != SPRING && this != SPRING_NAMED);
    }
}
