package dev.stead.agent.inspection;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether packets that come in are filtered. Only what the machine's own tools say counts; a filter
 * before the machine is not seen.
 *
 * @param etc such as {@code /etc}
 * @param commands to ask nft and iptables, which tell root alone
 */
record Firewall(Path etc, Commands commands) {
    /** Empty when it cannot be known. */
    Optional<Boolean> filters() {
        boolean ufw =
                Texts.value(Texts.lines(etc.resolve("ufw/ufw.conf")), "ENABLED")
                        .filter(value -> value.equals("yes"))
                        .isPresent();
        if (ufw) {
            return Optional.of(true);
        }
        Optional<Boolean> nft =
                commands.ask(List.of("nft", "list", "ruleset")).map(Firewall::filtersInput);
        Optional<Boolean> old =
                nft.filter(found -> found).isPresent()
                        ? nft
                        : commands.ask(List.of("iptables", "-S", "INPUT"))
                                .map(lines ->
                                        lines.stream().anyMatch(l -> !l.equals("-P INPUT ACCEPT")));
        return old.filter(found -> found).isPresent() ? old : nft.or(() -> old);
    }

    /** Whether a base chain of the hook {@code input} has a rule, or drops what no rule takes. */
    static boolean filtersInput(List<String> ruleset) {
        boolean input = false;
        for (String line : ruleset) {
            String stripped = line.strip();
            if (stripped.startsWith("type ") && stripped.contains(" hook input ")) {
                input = true;
                if (stripped.contains("policy drop")) {
                    return true;
                }
            } else if (stripped.equals("}")) {
                input = false;
            } else if (input && !stripped.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
