package dev.stead.console;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/** Renders templates. */
final class Html {
    private Html() {}

    /** Something that a template writes. */
    interface Part {
        void into(HtmlTemplateOutput out);
    }

    static String of(Part part) {
        StringOutput text = new StringOutput();
        part.into(new OwaspHtmlTemplateOutput(text));
        return text.toString();
    }
}
