package dev.stead.gateway;

import java.nio.file.Path;

/**
 * A program that answers, as CGI describes it (RFC 3875, 4.1).
 *
 * @param root of its folder, without links
 * @param file the program, without links; below the root
 * @param name path of the program below the root, as visitors name it, starting with a slash
 * @param info the rest of the path, without escapes; empty or starting with a slash
 */
record Script(Path root, Path file, String name, String info) {}
