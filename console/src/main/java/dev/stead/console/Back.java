package dev.stead.console;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way back to the page of Stead's own that a form was on; the first page when it is hidden. */
record Back(Visit visit) {
    private static final Pattern OWN = Pattern.compile("https?://[^/?#]+(/[^#]*)");

    /** Pages that show what was done; a query of others may mean something. */
    private static final List<String> TELLING = List.of("/", "/engines");

    /** Goes there, and says that it is done where that can be said. */
    Reply done(Notice notice) {
        String path = path();
        String plain = path.replaceFirst("\\?.*", "");
        return TELLING.contains(plain) ? Reply.done(plain, notice) : Reply.seeOther(path);
    }

    private String path() {
        // Changes come from Stead's own pages alone, so what they refer to is one.
        Matcher match = OWN.matcher(visit.header("Referer"));
        return match.matches() ? Target.own(match.group(1)) : "/";
    }
}
