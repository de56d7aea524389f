package dev.errand.benchmarks.sheet;

import com.alibaba.excel.annotation.ExcelProperty;
import com.alibaba.excel.annotation.format.DateTimeFormat;
import com.alibaba.excel.annotation.write.style.ColumnWidth;
import com.alibaba.excel.annotation.write.style.ContentStyle;
import com.alibaba.excel.annotation.write.style.HeadFontStyle;
import com.alibaba.excel.annotation.write.style.HeadStyle;
import com.alibaba.excel.enums.BooleanEnum;
import com.alibaba.excel.enums.poi.BorderStyleEnum;
import com.alibaba.excel.enums.poi.FillPatternTypeEnum;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * A row as EasyExcel wants it: a bean that is public, with annotations. Number formats by annotation are those that have a number in
 * Excel, so the rate has two decimals and not four.
 */
@ColumnWidth(20)
@HeadStyle(
        fillPatternType = FillPatternTypeEnum.SOLID_FOREGROUND,
        fillForegroundColor = 12,
        borderLeft = BorderStyleEnum.THIN,
        borderRight = BorderStyleEnum.THIN,
        borderTop = BorderStyleEnum.THIN,
        borderBottom = BorderStyleEnum.THIN)
@HeadFontStyle(bold = BooleanEnum.TRUE, color = 9)
@ContentStyle(
        borderLeft = BorderStyleEnum.THIN,
        borderRight = BorderStyleEnum.THIN,
        borderTop = BorderStyleEnum.THIN,
        borderBottom = BorderStyleEnum.THIN)
public final class EasyExcelRow {

    @ExcelProperty("Id")
    private final Long id;

    @ExcelProperty("Customer")
    private final String customer;

    @ExcelProperty("Description")
    private final String description;

    @ExcelProperty("Reference")
    private final String reference;

    @ExcelProperty("Amount")
    @ContentStyle(
            dataFormat = 4,
            borderLeft = BorderStyleEnum.THIN,
            borderRight = BorderStyleEnum.THIN,
            borderTop = BorderStyleEnum.THIN,
            borderBottom = BorderStyleEnum.THIN)
    private final Double amount;

    @ExcelProperty("Rate")
    @ContentStyle(
            dataFormat = 2,
            borderLeft = BorderStyleEnum.THIN,
            borderRight = BorderStyleEnum.THIN,
            borderTop = BorderStyleEnum.THIN,
            borderBottom = BorderStyleEnum.THIN)
    private final Double rate;

    @ExcelProperty("Booked")
    @DateTimeFormat("yyyy-MM-dd")
    private final LocalDate booked;

    @ExcelProperty("Updated")
    @DateTimeFormat("yyyy-MM-dd HH:mm:ss")
    private final LocalDateTime updated;

    @ExcelProperty("Active")
    private final Boolean active;

    @ExcelProperty("Quantity")
    private final Integer quantity;

    EasyExcelRow(SheetRow row) {
        id = row.id();
        customer = row.customer();
        description = row.description();
        reference = row.reference();
        amount = row.amount();
        rate = row.rate();
        booked = row.booked();
        updated = row.updated();
        active = row.active();
        quantity = row.quantity();
    }

    /**
     * The id.
     *
     * @return its value
     */
    public Long getId() {
        return id;
    }

    /**
     * The customer.
     *
     * @return its value
     */
    public String getCustomer() {
        return customer;
    }

    /**
     * The description.
     *
     * @return its value
     */
    public String getDescription() {
        return description;
    }

    /**
     * The reference.
     *
     * @return its value
     */
    public String getReference() {
        return reference;
    }

    /**
     * The amount.
     *
     * @return its value
     */
    public Double getAmount() {
        return amount;
    }

    /**
     * The rate.
     *
     * @return its value
     */
    public Double getRate() {
        return rate;
    }

    /**
     * The booked.
     *
     * @return its value
     */
    public LocalDate getBooked() {
        return booked;
    }

    /**
     * The updated.
     *
     * @return its value
     */
    public LocalDateTime getUpdated() {
        return updated;
    }

    /**
     * The active.
     *
     * @return its value
     */
    public Boolean getActive() {
        return active;
    }

    /**
     * The quantity.
     *
     * @return its value
     */
    public Integer getQuantity() {
        return quantity;
    }
}
