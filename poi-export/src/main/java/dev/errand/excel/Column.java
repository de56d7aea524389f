package dev.errand.excel;

/** One column of a sheet. */
record Column<T>(String heading, CellValue<? super T> value, CellFormat format) {}
