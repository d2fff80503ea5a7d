package dev.stead.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Path;

/** Private engines in a browser: a notebook from the home page to its end, and a hostile page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineBrowserIT {
    private final TestSystem system = TestSystem.of("engw");

    @BeforeAll
    void up() throws IOException {
        system.program("engine.py", "app");
        system.write(
                """
                notebook:
                  engine: >-
                    jupyter-notebook --no-browser --ip 127.0.0.1 --port ${PORT} --port-retries 0
                    --notebook-dir ${HOME} --NotebookApp.base_url=${BASE}
                    --NotebookApp.allow_remote_access=true --NotebookApp.token= --NotebookApp.password=
                  health: /api
                  idle: 8s
                  busy: { path: /api/kernels, contains: '"busy"' }
                lab: { engine: '/usr/bin/python3 engine.py ${PORT}', source: ./app }
                victim: { engine: '/usr/bin/python3 engine.py ${PORT}', source: ./app }
                """);
        system.up();
        People people = new People(system);
        people.add("ana", "operator");
        people.add("ben", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    @Test
    void aNotebookIsOpenedUsedEndedAndOpenedAgainAndAHostilePageGetsNowhere() {
        Path shots = Project.root().resolve("e2e/target/engines");
        Browser.runs(
                system,
                "engines.mjs",
                system.own() + "/",
                "--domain",
                system.domain(),
                "--name",
                "ana",
                "--password",
                People.PASSWORD,
                "--other",
                "ben",
                "--shots",
                shots.toString());
    }
}
