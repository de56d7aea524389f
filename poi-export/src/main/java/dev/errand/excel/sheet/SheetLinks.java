package dev.errand.excel.sheet;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hyperlinks of one sheet, which Excel keeps beside its cells (ECMA-376 part 1, section 18.3.1.47): each has a
 * relation to its target. As many as Excel allows, and no more. For one thread at a time.
 */
public final class SheetLinks {

    /** How many a sheet holds. */
    public static final int MOST = 65_530;

    private record Link(int column, int row, String target) {}

    private final List<Link> links = new ArrayList<>();

    /** None yet. */
    public SheetLinks() {}

    /**
     * Makes a cell a link, if there is room for one more.
     *
     * @param column its column, from 0 on
     * @param row its row, from 1 on
     * @param target where it leads, an absolute address in ASCII
     * @return false if there are as many as a sheet holds
     */
    public boolean add(int column, int row, String target) {
        return links.size() < MOST && links.add(new Link(column, row, target));
    }

    /**
     * Adds those that were saved.
     *
     * @param saved what {@link #save} has written
     * @throws IOException if it cannot be read
     */
    public void restore(DataInput saved) throws IOException {
        for (int rest = saved.readInt(); rest > 0; rest--) {
            links.add(new Link(saved.readInt(), saved.readInt(), saved.readUTF()));
        }
    }

    /**
     * Saves all of them.
     *
     * @param out where to
     * @throws IOException if that fails
     */
    public void save(DataOutput out) throws IOException {
        out.writeInt(links.size());
        for (Link link : links) {
            out.writeInt(link.column);
            out.writeInt(link.row);
            out.writeUTF(link.target);
        }
    }

    /**
     * Whether there is none.
     *
     * @return true before the first one
     */
    public boolean isEmpty() {
        return links.isEmpty();
    }

    /** The element of the sheet. */
    String xml() {
        if (links.isEmpty()) {
            return "";
        }
        StringBuilder xml = new StringBuilder("<hyperlinks>");
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            xml.append("<hyperlink ref=\"").append(CellReference.of(link.column, link.row));
            xml.append("\" r:id=\"").append(id(i)).append("\"/>");
        }
        return xml.append("</hyperlinks>").toString();
    }

    /** The relations. */
    String relations() {
        StringBuilder xml = new StringBuilder();
        for (int i = 0; i < links.size(); i++) {
            xml.append("<Relationship Id=\"").append(id(i)).append("\" Type=\"" + WorkbookParts.OFFICE);
            xml.append("/hyperlink\" Target=\"").append(CellText.attribute(links.get(i).target));
            xml.append("\" TargetMode=\"External\"/>");
        }
        return xml.toString();
    }

    private static String id(int index) {
        return "link" + (index + 1);
    }
}
