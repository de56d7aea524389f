package dev.errand.excel;

import dev.errand.excel.sheet.Paint;

/** A look, and when it is given. */
record ConditionalLook<T>(RowCondition<? super T> when, Paint paint) {}
