package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;

/** Codes that each replace a second factor once. Everything within the caller's transaction. */
final class SpareCodes {
    private static final int COUNT = 10;

    private SpareCodes() {}

    /** Gives an account new ones in place of those it had. */
    static List<String> make(Handle h, Account account, Mint mint) {
        drop(h, account);
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String code = mint.recoveryCode();
            codes.add(code);
            h.execute(
                    "INSERT INTO recovery_code (account_id, code_hash) VALUES (?, ?)",
                    account.id(),
                    Mint.digest(plain(code)));
        }
        return codes;
    }

    /** Whether this is one of an account; it is used up then. */
    static boolean use(Handle h, Account account, String code) {
        return h.execute(
                        "DELETE FROM recovery_code WHERE account_id = ? AND code_hash = ?",
                        account.id(),
                        Mint.digest(plain(code)))
                > 0;
    }

    static int left(Handle h, Account account) {
        return h.createQuery("SELECT COUNT(*) FROM recovery_code WHERE account_id = :id")
                .bind("id", account.id())
                .mapTo(Integer.class)
                .one();
    }

    static void drop(Handle h, Account account) {
        h.execute("DELETE FROM recovery_code WHERE account_id = ?", account.id());
    }

    /** People leave out the dashes, or write blanks. */
    private static String plain(String code) {
        return code.replaceAll("[^a-z0-9]", "");
    }
}
