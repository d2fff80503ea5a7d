package dev.stead.cli;

import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Problem;
import dev.stead.model.ProblemText;
import dev.stead.model.SystemFile;
import dev.stead.model.SystemSpec;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads system files for commands, with every mistake shown in its place. */
final class FileReading {
    private FileReading() {}

    /** A file that is right. */
    record Right(Path file, SystemSpec system) {}

    /**
     * Reads a file.
     *
     * @throws SteadException WRONG_FILE that shows every mistake
     */
    static Right of(Path file) {
        String text = text(file);
        return switch (SystemFile.read(text, folderExists(file))) {
            case SystemFile.Reading.Right(SystemSpec system) -> new Right(file, system);
            case SystemFile.Reading.Wrong(List<Problem> problems) ->
                    throw new SteadException(
                            Code.WRONG_FILE,
                            count(problems.size())
                                    + " in "
                                    + file
                                    + "\n\n"
                                    + shown(file, text, problems),
                            "");
        };
    }

    /** Every mistake in a file; none when it is right. */
    static List<Problem> problems(Path file) {
        return switch (SystemFile.read(text(file), folderExists(file))) {
            case SystemFile.Reading.Right right -> List.of();
            case SystemFile.Reading.Wrong(List<Problem> problems) -> problems;
        };
    }

    private static java.util.function.Predicate<String> folderExists(Path file) {
        return folder -> Files.isDirectory(file.resolveSibling(folder));
    }

    private static String count(int problems) {
        return problems == 1 ? "a mistake" : problems + " mistakes";
    }

    private static String shown(Path file, String text, List<Problem> problems) {
        List<String> lines = text.lines().toList();
        return problems.stream()
                .map(p ->
                        ProblemText.of(
                                String.valueOf(file.getFileName()),
                                p,
                                p.line() <= lines.size() ? lines.get(p.line() - 1) : ""))
                .collect(Collectors.joining("\n"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new SteadException(
                    Code.WRONG_FILE, file + " is not UTF-8 text", "save it as UTF-8", e);
        } catch (IOException e) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the file " + file + " cannot be read: " + e.getMessage(),
                    "look at its rights",
                    e);
        }
    }
}
