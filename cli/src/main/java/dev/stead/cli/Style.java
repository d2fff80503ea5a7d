package dev.stead.cli;

/**
 * Colours, where somebody sees them.
 *
 * @param on whether to use them at all
 */
record Style(boolean on) {
    String red(String text) {
        return code("31", text);
    }

    String green(String text) {
        return code("32", text);
    }

    String yellow(String text) {
        return code("33", text);
    }

    String dim(String text) {
        return code("2", text);
    }

    String bold(String text) {
        return code("1", text);
    }

    /** A state's word in its colour. */
    String state(String word) {
        return switch (word) {
            case "healthy", "ready" -> green(word);
            case "starting" -> yellow(word);
            case "stopped", "ending" -> dim(word);
            default -> red(word);
        };
    }

    private String code(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
