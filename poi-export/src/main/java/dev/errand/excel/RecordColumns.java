package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns for the components of a record that are annotated. The record is looked at once; rows are read by handles. */
final class RecordColumns {

    private static final MethodType VALUE_OF_ROW = MethodType.methodType(Object.class, Object.class);

    private RecordColumns() {}

    static <T extends Record> List<Column<T>> of(Class<T> type) {
        if (!type.isRecord()) {
            throw new InvalidInputException("row", type.getName(), "be a record");
        }
        List<RecordComponent> shown = Arrays.stream(type.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(ExcelColumn.class))
                .toList();
        if (shown.isEmpty()) {
            throw new InvalidInputException("record", type.getName(), "have components with @ExcelColumn");
        }
        requireOrder(type, shown);
        return shown.stream()
                .sorted(Comparator.comparingInt(RecordColumns::place))
                .<Column<T>>map(component -> column(type, component))
                .toList();
    }

    private static void requireOrder(Class<?> type, List<RecordComponent> shown) {
        Set<Integer> orders = new HashSet<>();
        for (RecordComponent component : shown) {
            int order = annotation(component).order();
            if (order < 0 || (order > 0 && !orders.add(order))) {
                throw new InvalidInputException(
                        "order of " + name(type, component), order, "be 1 or more, and that of no other component");
            }
        }
    }

    /** Sorting keeps the order of those that are equal. */
    private static int place(RecordComponent component) {
        int order = annotation(component).order();
        return order == 0 ? Integer.MAX_VALUE : order;
    }

    private static ExcelColumn annotation(RecordComponent component) {
        return component.getAnnotation(ExcelColumn.class);
    }

    private static <T extends Record> Column<T> column(Class<T> type, RecordComponent component) {
        ExcelColumn annotation = annotation(component);
        try {
            ColumnStyle style = ColumnStyle.of(format(annotation.format()));
            String heading = annotation.heading().isEmpty() ? inWords(component.getName()) : annotation.heading();
            Columns.requireHeading(heading);
            return new Column<>(
                    heading, value(type, component), annotation.width() == 0 ? style : style.width(annotation.width()));
        } catch (InvalidInputException e) {
            throw new InvalidInputException("column", name(type, component), "fit: " + e.getMessage(), e);
        }
    }

    private static CellFormat format(String pattern) {
        CellFormat text = CellFormat.text();
        return pattern.equals(text.pattern()) ? text : CellFormat.of(pattern);
    }

    private static <T> CellValue<T> value(Class<?> type, RecordComponent component) {
        MethodHandle handle = handle(type, component.getAccessor());
        return row -> invoke(handle, row);
    }

    /** Any lookup will do for a public record of an exported package; others must be opened. */
    private static MethodHandle handle(Class<?> type, Method accessor) {
        try {
            accessor.setAccessible(true);
            return MethodHandles.lookup().unreflect(accessor).asType(VALUE_OF_ROW);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new InvalidInputException(
                    "record", type.getName(), "be in a package that is opened to the module dev.errand.excel", e);
        }
    }

    private static @Nullable Object invoke(MethodHandle handle, @Nullable Object row) throws Exception {
        try {
            return (Object) handle.invokeExact(row);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Class<?> type, RecordComponent component) {
        return type.getSimpleName() + "." + component.getName();
    }

    /** {@code filedOn} as "Filed on", {@code vatID} as "Vat ID". */
    static String inWords(String name) {
        String words = Arrays.stream(name.split("(?<=[a-z0-9])(?=[A-Z])|_+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.equals(word.toUpperCase(Locale.ROOT)) && word.length() > 1
                        ? word
                        : word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
