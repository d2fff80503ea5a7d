package dev.stead.control;

import dev.stead.api.Control;

import java.nio.file.Path;

/** The role as the server has it. */
final class ControlIT extends ControlContract {
    @Override
    Control reach(Control control, Path folder) {
        return control;
    }
}
