package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.Access;
import dev.stead.model.AddressRules;
import dev.stead.model.Cidr;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class LaxRoutesTest {
    private static final Access PUBLIC = new Access.Public();
    private static final Access OPS = new Access.Groups(List.of("ops"));

    private final Map<String, Destination> paths = new HashMap<>();

    LaxRoutesTest() {
        add("/", PUBLIC);
        add("/admin", OPS);
        add("/admin/open", PUBLIC);
        add("/@me", new Access.SignedIn());
        add("/docs", PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin%2Fusers",
                "/%2Fadmin",
                "/admin;x/users",
                "/ADMIN/users",
                "/Admin",
                "/admin%5Cusers",
                "/%40me/x",
                "/x%2F%2E.%2Fadmin",
                "/%2561dmin/x",
                "/;x/admin",
                "/docs/%252e%252e/admin",
                "/docs/%252e%252e/docs",
                "/ADMIN/open",
                "/ADMIN/p%2575b",
                "/admin/OPEN/x",
                "/%C5%BFx/..%3b/admin",
            })
    void knowsPathsThatMayMeanAnotherRoute(String path) {
        assertThat(isAmbiguous(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/admin/users",
                "/admin/Users%2F1;x",
                "/admin/open/Readme.md",
                "/@me/A%20B",
                "/docs/Admin",
                "/DOCS/x",
                "/x%2Fadmin",
                "/Administrators",
                "/admin%20",
                "/100%25",
            })
    void leavesTheOthersAlone(String path) {
        assertThat(isAmbiguous(path)).isFalse();
    }

    @Test
    void looksAtPlainPathsTooWhereARouteIsNot() {
        add("/docs/Secret", OPS);
        assertThat(isAmbiguous("/docs/secret/x")).isTrue();
        assertThat(isAmbiguous("/docs/Secret/x")).isFalse();
        assertThat(isAmbiguous("/docs/secrets")).isFalse();
    }

    @Test
    void tellsRoutesApartThatDifferInCaseOnly() {
        add("/Admin", PUBLIC);
        assertThat(isAmbiguous("/Admin/x")).isFalse();
        assertThat(isAmbiguous("/admin/x")).isFalse();
        assertThat(isAmbiguous("/aDMIN/x")).isTrue();
    }

    @Test
    void refusesNothingWhereAllRoutesAreForTheSameVisitors() {
        paths.clear();
        add("/", OPS);
        add("/admin", OPS);
        assertThat(isAmbiguous("/ADMIN%2F%252e%252e")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin;x/", "/ADMIN", "/x%2F%2E.%2Fadmin", "/%2Fadmin"})
    void tellsRoutesApartThatAreForOtherAddressesOnly(String path) {
        AddressRules inside =
                new AddressRules(List.of(Cidr.parse("10.0.0.0/8").orElseThrow()), List.of());
        AddressRules outside =
                new AddressRules(List.of(), List.of(Cidr.parse("192.0.2.0/24").orElseThrow()));
        for (AddressRules from : List.of(inside, outside)) {
            paths.clear();
            add("/", PUBLIC);
            add("/admin", PUBLIC, from);
            assertThat(isAmbiguous(path)).isTrue();
            assertThat(isAmbiguous("/admin/Users%2F1")).isFalse();
            assertThat(isAmbiguous("/other;x")).isFalse();
        }
    }

    private void add(String path, Access access) {
        add(path, access, AddressRules.ANY);
    }

    private void add(String path, Access access, AddressRules from) {
        paths.put(
                path,
                new Destination.Proxied(
                        Passage.Kind.COMPONENT,
                        new Route("h", path, false, access, from),
                        "it",
                        List.of(),
                        ProxyRules.DEFAULT,
                        Optional.empty()));
    }

    private boolean isAmbiguous(String path) {
        Routes.Host host = new Routes(Map.of("h", paths)).host("h").orElseThrow();
        return host.isAmbiguous(path, host.find(path).orElseThrow());
    }
}
