package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.e2e.ApiCaller.Nobody;
import dev.stead.e2e.ApiCaller.Owner;
import dev.stead.e2e.ApiCaller.Person;
import dev.stead.e2e.ApiCaller.Program;
import dev.stead.e2e.ApiTable.Row;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every operation of the API, tried by everybody: allowed exactly where the reference says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiRolesIT {
    /** Tried only by those who must be refused: they end what the test runs on. */
    private static final Set<String> DESTRUCTIVE =
            Set.of("/v1/down", "/v1/hand-over", "/v1/dismiss");

    private final TestSystem system = TestSystem.of("roles");
    private final People people = new People(system);
    private final List<ApiCaller> callers = new ArrayList<>();

    @BeforeAll
    void up() throws IOException {
        Echo.write(system);
        system.up();
        callers.add(new Owner());
        callers.add(new Nobody());
        people.password("operator", People.PASSWORD); // The first up has made it.
        for (String role : List.of("operator", "viewer", "user")) {
            if (!role.equals("operator")) {
                people.add(role, "operator");
            }
            for (String scope : List.of("read", "run", "accounts")) {
                String token = people.token(role, role + "-" + scope, scope, "1d");
                callers.add(new Program(role, scope, token));
            }
            if (!role.equals("operator")) { // Its tokens still have every scope.
                people.role(role, role);
            }
            callers.add(new Person(role, new Client(system)));
        }
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    @Test
    void theReferenceTellsOfEveryOperation() throws Exception {
        Client client = new Client(system);
        client.signIn("viewer", People.PASSWORD);
        Answer document = client.get(system.own() + "/api/v1/openapi.json");

        assertThat(document.status()).isEqualTo(200);
        assertThat(ApiTable.permissions(new JsonMapper().readTree(document.body())))
                .hasSizeGreaterThan(30)
                .isEqualTo(ApiTable.permissions(ApiTable.ofReference()));
    }

    @Test
    void whoeverMayNotIsRefusedAndNothingChanges() throws Exception {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        String before = everything();
        for (Row row : ApiTable.ofReference()) {
            for (ApiCaller caller : callers) {
                if (!caller.may(row)) {
                    int status = caller.call(system, row);
                    tried++;
                    if (status != 401 && status != 403) {
                        wrong.add(row.name() + " by " + caller + " was answered " + status);
                    }
                }
            }
        }

        System.out.println("refused as the reference says: " + (tried - wrong.size()));
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(200);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whoeverMayIsNotRefused() throws Exception {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Row row : ApiTable.ofReference()) {
            for (ApiCaller caller : callers) {
                if (caller.may(row) && !DESTRUCTIVE.contains(row.path())) {
                    int status = caller.call(system, row);
                    tried++;
                    if (status == 401 || status == 403 || status >= 500 || status < 200) {
                        wrong.add(row.name() + " by " + caller + " was answered " + status);
                    }
                }
            }
        }

        System.out.println("allowed as the reference says: " + (tried - wrong.size()));
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(100);
    }

    /** What must stay as it is, without what changes by being looked at. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        for (var account : people.list("account")) {
            for (String key : List.of("name", "role", "groups", "disabled", "password", "totp")) {
                all.append(account.path(key)).append(' ');
            }
            all.append('\n');
        }
        people.list("token").forEach(token -> all.append(token.path("id")).append('\n'));
        all.append(people.list("group")).append(system.pids());
        return all.toString();
    }
}
