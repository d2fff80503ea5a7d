package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Permission;
import dev.stead.base.SteadException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is around the content of a page.
 *
 * @param system the system's name
 * @param me who looks at it, when somebody is signed in
 * @param trouble what did not work
 * @param notice what was done
 * @param warned their engines that end soon
 * @param signOut whether pages in other tabs are told that the session has ended
 */
record Frame(
        String title,
        Section section,
        String system,
        Optional<Accounts.Me> me,
        Assets assets,
        Show show,
        Optional<SteadException> trouble,
        Optional<Notice> notice,
        List<EngineView> warned,
        boolean signOut) {
    Frame {
        warned = List.copyOf(warned);
    }

    /** What whoever looks at it may see. */
    List<Section> navigation() {
        return Arrays.stream(Section.values())
                .filter(s -> s != Section.ACCOUNT && s != Section.NONE && may(s.permission()))
                .toList();
    }

    /** Whether it makes sense to offer something; control decides. */
    boolean may(Permission permission) {
        return me.filter(m -> permission.isOf(m.role())).isPresent();
    }

    boolean changesSystem() {
        return may(Permission.CHANGE_SYSTEM);
    }

    boolean changesAccounts() {
        return may(Permission.CHANGE_ACCOUNTS);
    }

    boolean seesSystem() {
        return may(Permission.SEE_SYSTEM);
    }

    String current(Section one) {
        return one == section ? "page" : "";
    }

    /** The name of whoever looks at it; empty when nobody is signed in. */
    String name() {
        return me.map(Accounts.Me::name).orElse("");
    }

    Frame titled(String other) {
        return new Frame(
                other, section, system, me, assets, show, trouble, notice, warned, signOut);
    }

    Frame signedOut() {
        return new Frame(title, section, system, me, assets, show, trouble, notice, warned, true);
    }
}
