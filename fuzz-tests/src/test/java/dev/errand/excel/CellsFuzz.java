package dev.errand.excel;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.errand.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Whatever text is a title, a heading or a cell, it is refused, or the XML of the sheet gives it back. */
public final class CellsFuzz {

    private static final String SHEET = "xl/worksheets/sheet1.xml";
    private static final int LONGEST = 200;
    private static final int MOST_ROWS = 4;

    /** ECMA-376 part 1, section 22.9.2.19. */
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private static final XMLInputFactory READERS = XMLInputFactory.newFactory();

    private CellsFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException, XMLStreamException {
        String title = data.consumeBoolean() ? data.consumeString(LONGEST) : "Fuzz";
        String heading = data.consumeBoolean() ? data.consumeString(LONGEST) : "Text";
        List<String> texts = new ArrayList<>();
        for (int rows = data.consumeInt(0, MOST_ROWS); rows > 0; rows--) {
            texts.add(data.consumeString(LONGEST));
        }
        ExcelSheet<String> sheet;
        try {
            sheet = ExcelSheet.<String>named(title).column(heading, text -> text);
        } catch (InvalidInputException refused) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sheet.write(texts.iterator(), out);

        List<String> expected = new ArrayList<>(texts);
        expected.addFirst(heading);
        List<String> found = textsIn(out.toByteArray());
        found.removeIf(String::isEmpty);
        expected.removeIf(String::isEmpty);
        if (!found.equals(expected)) {
            throw new AssertionError("instead of " + expected + " it says " + found);
        }
    }

    private static List<String> textsIn(byte[] workbook) throws IOException, XMLStreamException {
        try (ZipInputStream parts = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
                byte[] content = parts.readAllBytes();
                if (part.getName().equals(SHEET)) {
                    return texts(READERS.createXMLStreamReader(new ByteArrayInputStream(content), "UTF-8"));
                }
                READERS.createXMLStreamReader(new ByteArrayInputStream(content), "UTF-8")
                        .nextTag();
            }
        }
        throw new AssertionError("no sheet");
    }

    private static List<String> texts(XMLStreamReader xml) throws XMLStreamException {
        List<String> texts = new ArrayList<>();
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("t")) {
                texts.add(ESCAPE.matcher(xml.getElementText()).replaceAll(found -> character(found.group(1))));
            }
        }
        return texts;
    }

    private static String character(String hex) {
        return java.util.regex.Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(hex, 16)));
    }
}
