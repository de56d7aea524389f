package dev.errand.excel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a component of a record a column of its sheet: see {@link ExcelSheet#of(Class)}. Components without it are left
 * out.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ExcelColumn {

    /**
     * What stands above the column, up to 255 characters.
     *
     * @return empty for the name of the component in words: "Filed on" for {@code filedOn}
     */
    String heading() default "";

    /**
     * Where the column stands: those with lower numbers first, and those that name none after them, as in the record.
     *
     * @return 1 or more, different for each column; 0 for none
     */
    int order() default 0;

    /**
     * How values are shown: a number format of Excel, such as {@code #,##0.00} or {@code @} for texts.
     *
     * @return empty to choose by the value
     */
    String format() default "";

    /**
     * How many characters the column is wide.
     *
     * @return 1 to 255; 0 to fit its values
     */
    int width() default 0;
}
