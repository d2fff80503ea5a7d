package dev.stead.agent.inspection;

import java.util.List;
import java.util.Optional;

/** Asks a program of this machine. Thread-safe; blocks. */
@FunctionalInterface
public interface Commands {
    /** What it wrote; empty when it is not there, failed, or took too long. */
    Optional<List<String>> ask(List<String> words);
}
