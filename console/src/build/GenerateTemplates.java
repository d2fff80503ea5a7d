import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.html.OwaspHtmlPolicy;
import gg.jte.html.policy.PolicyGroup;
import gg.jte.html.policy.PreventInlineEventHandlers;
import gg.jte.resolve.DirectoryCodeResolver;

import java.nio.file.Path;

/**
 * Turns templates into Java before the module is compiled: a process of the build's own, because
 * what generates is needed by nothing that runs. Arguments: folder of templates, folder to write.
 */
public final class GenerateTemplates {
    public static void main(String[] arguments) {
        TemplateEngine engine =
                TemplateEngine.create(
                        new DirectoryCodeResolver(Path.of(arguments[0])),
                        Path.of(arguments[1]),
                        ContentType.Html,
                        null,
                        "dev.stead.console");
        engine.setTrimControlStructures(true);
        engine.setHtmlPolicy(new Policy());
        engine.cleanAll();
        engine.generateAll();
    }

    /** Quoted attributes, no output in names of tags, and nothing that runs inline. */
    private static final class Policy extends PolicyGroup {
        Policy() {
            addPolicy(new OwaspHtmlPolicy());
            addPolicy(new PreventInlineEventHandlers());
        }
    }
}
