package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.AccountsRole;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

/** The role as the server has it. */
final class ControlIT extends ControlContract {
    @Override
    Control reach(Control control, AccountsRole accounts, Path folder) {
        return control;
    }

    @Test
    void nobodyWithoutAnAccountMayDoAnything() {
        Caller nobody = new Caller.Session("wrong", "192.0.2.1");

        assertThatThrownBy(() -> control().status(nobody))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED));
    }
}
