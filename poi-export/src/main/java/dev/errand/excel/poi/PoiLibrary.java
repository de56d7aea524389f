package dev.errand.excel.poi;

import dev.errand.InvalidInputException;

/** Whether POI is there. Knows the names of its classes only. */
public final class PoiLibrary {

    private static final String SOME_CLASS = "org.apache.poi.xssf.usermodel.XSSFWorkbook";

    private PoiLibrary() {}

    /**
     * Refuses something that needs POI, unless it is there.
     *
     * @param what what needs it
     * @throws InvalidInputException if it is missing; names the dependency to add
     */
    public static void require(String what) {
        require(what, PoiLibrary.class.getClassLoader());
    }

    static void require(String what, ClassLoader loader) {
        try {
            Class.forName(SOME_CLASS, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new InvalidInputException(
                    what,
                    "without Apache POI",
                    "have org.apache.poi:poi-ooxml 5.5 or newer on the class path, or in a module that is required",
                    e);
        }
    }
}
