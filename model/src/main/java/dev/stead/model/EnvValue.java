package dev.stead.model;

/** The value of an environment variable. */
public sealed interface EnvValue {
    /** Written in the file; {@code ${NAME}} in it is replaced at the start of an instance. */
    record Literal(String text) implements EnvValue {}

    /**
     * A secret by name; its value is never in the file.
     *
     * @param generate whether a value is made when there is none; otherwise an operator has to give
     *     it
     */
    record Secret(String name, boolean generate) implements EnvValue {}
}
