/** Rows to .xlsx as a background task, streamed. Start with {@link dev.errand.excel.ExcelSheet}. */
module dev.errand.excel {
    requires transitive dev.errand.core;
    requires transitive java.sql;
    requires static org.apache.poi.ooxml;
    requires static org.apache.poi.poi;
    requires static com.google.errorprone.annotations;

    exports dev.errand.excel;
    exports dev.errand.excel.resume;
}
