package dev.stead.cli;

import dev.stead.api.Accounts.ResetLink;
import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/** {@code stead account password}. */
@Command(
        name = "password",
        description = {
            "Prints a link by which somebody sets the password of an account, once, within a day.",
            "With --password-stdin it sets the password itself. Either way its sessions end then."
        },
        footer = {"", "Example:", "  stead account password anna"})
final class AccountPasswordCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "The account.")
    String name = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    boolean passwordStdin;

    AccountPasswordCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() throws IOException {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        if (passwordStdin) {
            accounts.setPassword(
                    Surface.caller(), name, new TypedPassword(surface).read("Password"));
            surface.out().println("the password of " + name + " is set; its sessions have ended");
            return 0;
        }
        ResetLink link = accounts.resetLink(Surface.caller(), name);
        if (options.json) {
            surface.json(link);
        } else {
            show(surface, link);
        }
        return 0;
    }

    /** The link, alone on its line. */
    static void show(Surface surface, ResetLink link) {
        surface.out()
                .println(
                        "whoever opens this sets the password, once, until "
                                + Times.text(link.ends())
                                + ":");
        surface.out().println(link.url());
    }
}
