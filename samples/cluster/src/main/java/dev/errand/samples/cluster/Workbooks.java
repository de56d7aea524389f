package dev.errand.samples.cluster;

import dev.errand.Artifact;
import dev.errand.artifact.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Fetches the workbooks that the workers have written, and looks whether they are what they should be. */
final class Workbooks {

    private static final int SHEET_NAME_BEGINS = "Claims ".length();

    private final ArtifactStore store;
    private final ClaimsDatabase database;
    private final Path directory;
    private int rows;

    Workbooks(ArtifactStore store, ClaimsDatabase database, Path directory) {
        this.store = store;
        this.database = database;
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** The rows of all that were looked at, without the headings. */
    int rows() {
        return rows;
    }

    /** What is wrong with some of these. */
    List<String> wrong(List<Artifact> files) {
        List<String> wrong = new ArrayList<>();
        for (Artifact file : files) {
            try {
                Path copy = directory.resolve(file.fileName());
                try (InputStream content = store.open(file)) {
                    Files.copy(content, copy);
                }
                require(file, copy);
            } catch (Exception e) {
                wrong.add(file.fileName() + ": " + e);
            }
        }
        return wrong;
    }

    private void require(Artifact file, Path copy) throws IOException, SQLException, NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(copy));
        if (!HexFormat.of().formatHex(hash).equals(file.sha256())) {
            throw new IOException("its content has another hash");
        }
        try (InputStream in = Files.newInputStream(copy);
                XSSFWorkbook workbook = new XSSFWorkbook(in)) {
            XSSFSheet sheet = workbook.getSheetAt(0);
            int wanted = database.count(sheet.getSheetName().substring(SHEET_NAME_BEGINS));
            if (sheet.getLastRowNum() != wanted) {
                throw new IOException("it has " + sheet.getLastRowNum() + " rows of " + wanted);
            }
            rows += wanted;
        }
    }
}
