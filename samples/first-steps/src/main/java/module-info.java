/** The samples of the README, on the module path. */
@SuppressWarnings("opens") // there are texts in that package, and no classes
module dev.errand.samples.firststeps {
    requires dev.errand.core;
    requires dev.errand.excel;
    requires dev.errand.mail;
    requires org.jsoup;

    opens sheets to
            dev.errand.excel;
}
