package dev.stead.cli;

import dev.stead.api.AccountsClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead account totp}. */
@Command(
        name = "totp",
        description = {
            "Tells whether an account has a second factor; --remove takes it away from somebody"
                    + " who",
            "lost it. People set their own up in the console."
        },
        footer = {"", "Example:", "  stead account totp anna --remove"})
final class AccountTotpCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Parameters(paramLabel = "NAME", description = "The account.")
    String name = "";

    @Option(names = "--remove", description = "Take the second factor away.")
    boolean remove;

    AccountTotpCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AccountsClient accounts = new AccountsClient(system.in(surface.systems()).socket());
        if (remove) {
            accounts.removeTotp(Surface.caller(), name);
        }
        boolean totp = accounts.account(Surface.caller(), name).totp();
        if (options.json) {
            surface.json(Map.of("name", name, "totp", totp));
        } else {
            surface.out().println(name + (totp ? " has a second factor" : " has no second factor"));
        }
        return 0;
    }
}
