# Tells what openpyxl sees in a workbook: words in a line, the first of which says what the line is about, each in hexadecimal UTF-16.
import sys
import warnings

warnings.simplefilter("error")  # a part that openpyxl passes over is one that it does not understand
warnings.filterwarnings("ignore", "Workbook contains no default style")  # of those that POI makes

import openpyxl


def kind_and_text(cell):
    value = cell.value
    if value is None:
        return "blank", ""
    if isinstance(value, bool):
        return "bool", str(value)
    if isinstance(value, (int, float)):
        return "number", repr(float(value))
    if isinstance(value, str):
        return ("formula" if cell.data_type == "f" else "text"), value
    return type(value).__name__, value.isoformat() if hasattr(value, "isoformat") else str(value)


def color(part):
    return "" if part is None or part.rgb is None or not isinstance(part.rgb, str) else part.rgb


def say(*words):
    print(" ".join("x" + str(word).encode("utf-16-be", "surrogatepass").hex() for word in words))


book = openpyxl.load_workbook(sys.argv[1])
for sheet in book.worksheets:
    say("sheet", sheet.title, sheet.dimensions, sheet.freeze_panes, sheet.auto_filter.ref, sheet.protection.sheet)
    for merged in sorted(str(area) for area in sheet.merged_cells.ranges):
        say("merged", sheet.title, merged)
    for validation in sheet.data_validations.dataValidation:
        say("validation", sheet.title, validation.sqref, validation.type, validation.formula1)
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            say("format", sheet.title, area.sqref, rule.formula, rule.dxf.border.left.style)
    for row in sheet.iter_rows():
        for cell in row:
            if not cell.has_style and cell.value is None:
                continue
            place = sheet.title + "!" + cell.coordinate
            kind, text = kind_and_text(cell)
            border = cell.border.left.style or ""
            fill = color(cell.fill.fgColor) if cell.fill.fill_type == "solid" else ""
            say("cell", place, kind, text, cell.number_format, border, fill, color(cell.font.color), cell.font.b)
            if cell.hyperlink is not None:
                say("link", place, cell.hyperlink.target)
            if cell.comment is not None:
                say("note", place, cell.comment.text)
