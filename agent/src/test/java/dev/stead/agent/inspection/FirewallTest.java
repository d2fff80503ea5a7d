package dev.stead.agent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Rule sets as {@code nft list ruleset} prints them. */
final class FirewallTest {
    private static boolean filters(String ruleset) {
        return Firewall.filtersInput(ruleset.lines().toList());
    }

    @Test
    void aRuleAtTheInputFilters() {
        assertThat(
                        filters(
                                """
                                table inet filter {
                                	chain input {
                                		type filter hook input priority filter; policy accept;
                                		tcp dport 22 accept
                                	}
                                }
                                """))
                .isTrue();
    }

    @Test
    void droppingWhatNoRuleTakesFilters() {
        assertThat(
                        filters(
                                """
                                table inet filter {
                                	chain input {
                                		type filter hook input priority filter; policy drop;
                                	}
                                }
                                """))
                .isTrue();
    }

    @Test
    void emptyChainsAndWhatContainersNeedDoNot() {
        assertThat(
                        filters(
                                """
                                table inet filter {
                                	chain input {
                                		type filter hook input priority filter; policy accept;
                                	}
                                	chain forward {
                                		type filter hook forward priority filter; policy drop;
                                	}
                                }
                                table ip nat {
                                	chain POSTROUTING {
                                		type nat hook postrouting priority srcnat; policy accept;
                                		ip saddr 172.17.0.0/16 masquerade
                                	}
                                }
                                """))
                .isFalse();
        assertThat(Firewall.filtersInput(List.of())).isFalse();
    }
}
