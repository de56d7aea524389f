package dev.errand.excel;

import dev.errand.excel.zip.ZipPackage;

/** A sheet that was written before its turn. */
record SheetApart(ZipPackage rows, WrittenSheet written) {}
