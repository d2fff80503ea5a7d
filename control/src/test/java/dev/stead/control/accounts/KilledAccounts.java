package dev.stead.control.accounts;

import static dev.stead.control.accounts.TestAccounts.HOME;
import static dev.stead.control.accounts.TestAccounts.OWNER;
import static dev.stead.control.accounts.TestAccounts.PASSWORD;
import static dev.stead.control.accounts.TestAccounts.session;

import dev.stead.api.Accounts.AccountChange;
import dev.stead.api.Accounts.PasswordChange;
import dev.stead.api.Role;

import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process that does one of everything and stops before or after one of its statements, to be
 * killed there. It says on its standard output how far it got.
 */
final class KilledAccounts {
    static final String OTHER = "quite another password";

    private KilledAccounts() {}

    /** Stops the thread at one of the statements that come after it was armed. */
    private static final class Stop implements SqlLogger {
        private final int at;
        private volatile boolean armed;
        private int count;

        Stop(int at) {
            this.at = at;
        }

        @Override
        public void logBeforeExecution(StatementContext context) {
            reached();
        }

        @Override
        public void logAfterExecution(StatementContext context) {
            reached();
        }

        private void reached() {
            if (armed && count++ == at) {
                say("STOP");
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** What a browser or an operator holds before all this. */
    record Secrets(
            String anna, String bert, String carl, String carlApp, String dora, String link) {
        static Secrets prepare(TestAccounts system) {
            for (String name : List.of("anna", "bert", "carl", "dora")) {
                system.add(name, Role.USER);
            }
            String carl = system.enter("carl");
            String link = system.accounts().resetLink(OWNER, "dora").url();
            return new Secrets(
                    system.enter("anna"),
                    system.enter("bert"),
                    carl,
                    system.carry(carl),
                    system.enter("dora"),
                    link.substring(link.indexOf('=') + 1));
        }

        List<String> words() {
            return List.of(anna, bert, carl, carlApp, dora, link);
        }

        static Secrets of(List<String> words) {
            return new Secrets(
                    words.get(0),
                    words.get(1),
                    words.get(2),
                    words.get(3),
                    words.get(4),
                    words.get(5));
        }
    }

    /** Arguments: the state folder, the statement to stop at, and the secrets. */
    public static void main(String[] args) {
        Stop stop = new Stop(Integer.parseInt(args[1]));
        Secrets secrets = Secrets.of(List.of(args).subList(2, args.length));
        try (TestAccounts system = new TestAccounts(Path.of(args[0]), stop)) {
            stop.armed = true;
            String anna = system.enter("anna");
            say("sign-in " + anna);
            say("carried " + system.carry(anna));
            system.enrol(secrets.bert());
            say("totp");
            system.accounts().change(OWNER, "carl", new AccountChange(null, true));
            say("disabled");
            system.accounts().changePassword(session(anna), new PasswordChange(PASSWORD, OTHER));
            say("password");
            system.signIn().usePasswordLink(secrets.link(), OTHER, HOME);
            say("link");
            stop.armed = false;
            say("COUNT " + stop.count);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
