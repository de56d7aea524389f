package dev.errand.mail.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Iterator;

/** RFC 4180. Cells come from recipients and servers, so formulas are guarded against (OWASP, "CSV Injection"). */
final class CsvOutcomes implements OutcomeFormat {

    private static final String BYTE_ORDER_MARK = "\ufeff"; // else Excel takes it for the code page of the machine
    private static final String FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠";

    @Override
    public void write(Iterator<OutcomeLine> lines, OutputStream out) throws IOException {
        Writer csv = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
        csv.write(BYTE_ORDER_MARK + "number,recipient,outcome,detail\r\n");
        while (lines.hasNext()) {
            OutcomeLine line = lines.next();
            csv.write(line.number() + "," + cell(line.recipient()) + "," + cell(line.outcome()) + ","
                    + cell(line.detail()) + "\r\n");
        }
        csv.flush();
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == ';' || c == '\r' || c == '\n');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
