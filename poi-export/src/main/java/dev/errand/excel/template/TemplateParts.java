package dev.errand.excel.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The parts of a workbook, in their order, and how they refer to each other (ECMA-376 part 2). Immutable. */
public final class TemplateParts {

    private static final String TYPES = "[Content_Types].xml";
    private static final String TYPE_OF_WORKBOOK =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    /** Unpacked, 64 MiB: a small file may hold far more zeros than there is memory. */
    private static final int MOST_BYTES = 1 << 26;

    private final Map<String, byte[]> parts;
    private final String workbook;

    private TemplateParts(Map<String, byte[]> parts) {
        this.parts = parts;
        if (!parts.containsKey(TYPES) || !text(TYPES).contains(TYPE_OF_WORKBOOK)) {
            throw new InvalidTemplate("type", "another", "be that of a workbook without macros (.xlsx)");
        }
        this.workbook = related("", "officeDocument").stream()
                .findFirst()
                .orElseThrow(() -> new InvalidTemplate("workbook", "missing", "be there"));
    }

    /**
     * Takes a workbook apart.
     *
     * @param bytes the file
     * @return its parts
     * @throws dev.errand.InvalidInputException if it is none, or has more than 64 MiB when it is unpacked
     */
    public static TemplateParts of(byte[] bytes) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        int room = MOST_BYTES;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] part = zip.readNBytes(room + 1);
                room -= part.length;
                if (room < 0) {
                    throw new InvalidTemplate(
                            "unpacked size", MOST_BYTES - room, "be at most " + MOST_BYTES + " bytes");
                }
                parts.put(entry.getName(), part);
            }
        } catch (IOException e) {
            throw new InvalidTemplate("file", e.getMessage(), "be a workbook (.xlsx)");
        }
        return new TemplateParts(parts);
    }

    /**
     * The names of all parts.
     *
     * @return in their order
     */
    public List<String> names() {
        return List.copyOf(parts.keySet());
    }

    /**
     * What a part holds.
     *
     * @param name its name
     * @return its bytes; not to be changed
     */
    public byte[] bytes(String name) {
        byte[] bytes = parts.get(name);
        if (bytes == null) {
            throw new InvalidTemplate("part", name, "be there");
        }
        return bytes;
    }

    String text(String name) {
        return new String(bytes(name), UTF_8);
    }

    String workbook() {
        return workbook;
    }

    /** Whether a cell of any sheet is computed. */
    boolean hasFormulas() {
        return parts.keySet().stream()
                .filter(name -> name.startsWith("xl/worksheets/") && name.endsWith(".xml"))
                .anyMatch(name -> Tags.of(text(name)).stream().anyMatch(tag -> tag.opens("f")));
    }

    /** The part of a sheet; of the first one if none is named. */
    String sheet(Optional<String> wanted) {
        List<Tag> sheets = Tags.of(text(workbook)).stream()
                .filter(tag -> tag.opens("sheet"))
                .toList();
        Tag sheet = Tags.first(
                        sheets, tag -> wanted.isEmpty() || tag.required("name").equalsIgnoreCase(wanted.get()))
                .orElseThrow(() -> new InvalidTemplate(
                        "sheet",
                        wanted.orElse("missing"),
                        "be one of "
                                + sheets.stream()
                                        .map(tag -> tag.required("name"))
                                        .toList()));
        return partOf(sheet);
    }

    private String partOf(Tag sheet) {
        String id = sheet.required("r:id");
        return relations(workbook).stream()
                .filter(tag -> tag.required("Id").equals(id))
                .map(tag -> resolved(workbook, tag.required("Target")))
                .findFirst()
                .orElseThrow(() -> new InvalidTemplate("relation", id, "be there"));
    }

    /** Which of the sheets a part is, from 0 on. */
    int positionOf(String part) {
        return Tags.of(text(workbook)).stream()
                .filter(tag -> tag.opens("sheet"))
                .map(this::partOf)
                .toList()
                .indexOf(part);
    }

    /** The parts of a kind that a part refers to. */
    List<String> related(String part, String kind) {
        return relations(part).stream()
                .filter(tag -> tag.required("Type").endsWith("/" + kind))
                .map(tag -> resolved(part, tag.required("Target")))
                .toList();
    }

    private List<Tag> relations(String part) {
        int slash = part.lastIndexOf('/') + 1;
        String name = part.substring(0, slash) + "_rels/" + part.substring(slash) + ".rels";
        return parts.containsKey(name)
                ? Tags.of(text(name)).stream()
                        .filter(tag -> tag.opens("Relationship"))
                        .toList()
                : List.of();
    }

    private static String resolved(String part, String target) {
        if (target.startsWith("/")) {
            return target.substring(1);
        }
        List<String> path = new ArrayList<>(List.of(part.split("/")));
        path.removeLast();
        for (String step : target.split("/", -1)) {
            if (step.equals("..") && !path.isEmpty()) {
                path.removeLast();
            } else if (!step.equals(".")) {
                path.add(step);
            }
        }
        return String.join("/", path);
    }

    /** How many styles cells may have; that of cells without one is always there. */
    int styleCount() {
        int count = 0;
        for (String part : related(workbook, "styles")) {
            boolean within = false;
            for (Tag tag : Tags.of(text(part))) {
                if (tag.name().equals("cellXfs")) {
                    within = !tag.isClosing();
                }
                count += within && tag.opens("xf") ? 1 : 0;
            }
        }
        return Math.max(1, count);
    }

    /** The texts that cells refer to by number. */
    List<String> sharedTexts() {
        List<String> texts = new ArrayList<>();
        for (String part : related(workbook, "sharedStrings")) {
            String xml = text(part);
            int from = 0;
            for (Tag tag : Tags.of(xml)) {
                if (tag.opens("si")) {
                    from = tag.end();
                    if (tag.isWhole()) {
                        texts.add("");
                    }
                } else if (tag.closes("si")) {
                    texts.add(CellTexts.of(xml.substring(from, tag.start())));
                }
            }
        }
        return texts;
    }
}
