/** The samples of the README, on the module path. */
module dev.errand.samples.firststeps {
    requires dev.errand.core;
    requires dev.errand.excel;
    requires dev.errand.mail;
    requires org.jsoup;
}
