package dev.stead.model;

import java.util.List;
import java.util.function.Predicate;

/** Reads a system file. */
public final class SystemFile {
    private SystemFile() {}

    /** What reading gave. */
    public sealed interface Reading {
        /** The file is right. */
        record Right(SystemSpec system) implements Reading {}

        /** The file is wrong; every mistake in it, in the order of the file. */
        record Wrong(List<Problem> problems) implements Reading {
            public Wrong {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads the text of a system file. Never throws, whatever the text; reading is bounded in time
     * and memory.
     *
     * @param folderExists tells whether a path in the file, relative to it or absolute, is a folder
     */
    public static Reading read(String text, Predicate<String> folderExists) {
        var problems = new Problems(folderExists);
        var system =
                YamlReader.read(text, problems)
                        .flatMap(document -> SystemShape.read(document, problems));
        return system.isPresent() && problems.count() == 0
                ? new Reading.Right(system.get())
                : new Reading.Wrong(problems.sorted(text));
    }
}
