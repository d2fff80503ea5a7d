package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemUsersTest {
    @Test
    void namesAUserAfterSystemAndComponent() {
        assertThat(name("planning", "api")).isEqualTo("stead-planning-api");
    }

    @Test
    void shortensLongNamesAndKeepsThemDifferent() {
        String one = name("planning", "a-component-with-a-very-long-name");
        String two = name("planning", "a-component-with-a-very-long-nose");
        assertThat(one).hasSize(32).startsWith("stead-planning-a-compon-").isNotEqualTo(two);
    }

    @Test
    void keepsSystemsApartWhoseNamesRunTogether() {
        assertThat(name("a-b", "c")).isNotEqualTo(name("a", "b-c"));
    }

    private static String name(String system, String component) {
        return new SystemUsers(system, new ScriptedPrograms()).name(component);
    }
}
