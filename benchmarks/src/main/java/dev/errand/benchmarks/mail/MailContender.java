package dev.errand.benchmarks.mail;

/** Who sends. */
enum MailContender {
    ERRAND("Errand, ledger on", false, Integer.MAX_VALUE),
    ANGUS("Angus, reused connections", false, 8),
    ANGUS_NAMED("the same, provider named", true, Integer.MAX_VALUE),
    SJM("Simple Java Mail, batch module", false, 8),
    SJM_NAMED("the same, provider named", true, Integer.MAX_VALUE),
    SPRING("Spring, send(array)", false, 1),
    SPRING_NAMED("the same, provider named", true, 1),
    SMTP_SOURCE("Postfix smtp-source, in C", false, Integer.MAX_VALUE);

    private final String caption;
    private final boolean named;
    private final int mostConnections;

    MailContender(String caption, boolean named, int mostConnections) {
        this.caption = caption;
        this.named = named;
        this.mostConnections = mostConnections;
    }

    String caption() {
        return caption;
    }

    MailSender sender() {
        return switch (this) {
            case ERRAND -> new ErrandSender();
            case ANGUS, ANGUS_NAMED -> new AngusSender();
            case SJM, SJM_NAMED -> new SjmSender();
            case SPRING, SPRING_NAMED -> new SpringSender();
            case SMTP_SOURCE -> new SmtpSourceSender();
        };
    }

    /** Whether Jakarta Mail's provider is named by a property of the process, and so not looked up for every part. */
    boolean isNamed() {
        return named;
    }

    /** Whether it is on this machine. */
    boolean isHere() {
        return this != SMTP_SOURCE || PostfixTools.find("smtp-source").isPresent();
    }

    /**
     * One connection is all that Spring uses for an array. Those who look their provider up are measured with few: with more,
     * they are as slow, for longer.
     */
    boolean uses(int connections) {
        return connections <= mostConnections;
    }
}
