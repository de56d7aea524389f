package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.excel.sheet.Placement.Horizontal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SheetNotesTest {

    @Test
    void theLastColumnOfAllHasRoomForItsNote() {
        List<SheetColumn> columns = new ArrayList<>(Collections.nCopies(16_383, column("")));
        columns.add(column("far out"));

        String drawing = new String(new SheetNotes(SheetFrame.of(columns, List.of())).drawing(), UTF_8);

        assertThat(drawing)
                .contains("<x:Anchor>16380, 15, 0, 10, 16383, 15, 3, 4</x:Anchor>")
                .contains("<x:Row>0</x:Row><x:Column>16383</x:Column>")
                .contains("_x0000_s17408")
                .contains("data=\"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\"");
    }

    private static SheetColumn column(String note) {
        return new SheetColumn(
                "c", "", new Placement(Horizontal.GENERAL, false, false, true), OptionalInt.empty(), false, note);
    }
}
