package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagingURIHelper;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlException;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.CommentsDocument;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.StyleSheetDocument;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.WorkbookDocument;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.WorksheetDocument;

/** Checks parts of workbooks against the transitional schemas. XmlBeans checks itself a great deal when assertions are on. */
final class Schemas {

    /** Excel writes it itself, and needs it, though its schema does not know it at this place. */
    private static final String ATTRIBUTE_OF_EXCEL = " xml:space=\"preserve\"";

    private Schemas() {}

    /** What is wrong with all parts of a workbook that the schemas know. */
    static List<String> errors(byte[] workbook) throws Exception {
        List<String> errors = new ArrayList<>();
        for (String part : parts(workbook)) {
            if (part.startsWith("/xl/") && part.endsWith(".xml")) {
                errors(workbook, part).forEach(error -> errors.add(part + ": " + error));
            }
        }
        return errors;
    }

    private static List<String> parts(byte[] workbook) throws Exception {
        try (OPCPackage opened = OPCPackage.open(new ByteArrayInputStream(workbook))) {
            return opened.getParts().stream()
                    .map(part -> part.getPartName().getName())
                    .toList();
        }
    }

    /** What is wrong with a part such as {@code /xl/workbook.xml}. */
    static List<String> errors(byte[] workbook, String part) throws Exception {
        try (OPCPackage opened = OPCPackage.open(new ByteArrayInputStream(workbook))) {
            XmlObject document = parsed(
                    opened.getPart(PackagingURIHelper.createPartName(part))
                            .getInputStream()
                            .readAllBytes(),
                    part);
            List<XmlError> errors = new ArrayList<>();
            boolean valid = document.validate(new XmlOptions().setErrorListener(errors));
            assertThat(valid).isEqualTo(errors.isEmpty());
            return errors.stream().map(XmlError::getMessage).toList();
        }
    }

    private static XmlObject parsed(byte[] xml, String part) throws XmlException {
        String known = new String(xml, UTF_8).replace(ATTRIBUTE_OF_EXCEL, "");
        return switch (part) {
            case "/xl/styles.xml" -> StyleSheetDocument.Factory.parse(known);
            case "/xl/workbook.xml" -> WorkbookDocument.Factory.parse(known);
            case "/xl/comments1.xml" -> CommentsDocument.Factory.parse(known);
            default -> WorksheetDocument.Factory.parse(known);
        };
    }
}
