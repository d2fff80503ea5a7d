package dev.stead.control;

import dev.stead.api.Disks;
import dev.stead.api.Event;
import dev.stead.api.Host;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Plan;
import dev.stead.model.Running;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether this machine is ready for a file: packages, programs, room, and what the doctor calls
 * fatal. Thread-safe.
 *
 * @param folder of the state, where instances take room
 */
record Readiness(Host host, Intake intake, Examiner examiner, Disks disks, Path folder) {
    /**
     * Installs what is missing, and refuses what this machine cannot do before anything else on it
     * is changed.
     *
     * @param running what runs now
     * @param mayInstall whether missing packages may be installed
     * @throws SteadException HOST with every obstacle and its mend; EXHAUSTED when a disk has too
     *     little room for new instances
     */
    void demand(Intake.Read read, List<Running> running, boolean mayInstall, Progress progress) {
        Blueprint sketch = intake.sketch(read);
        refuseWithoutRoom(Plan.of(sketch.wanted(), running));
        List<String> missing = host.missingPackages(Blueprint.packages(read.system()));
        List<SteadException> obstacles = new ArrayList<>(examiner.obstacles(read.system()));
        if (missing.isEmpty()) {
            obstacles.addAll(sketch.obstacles());
        }
        refuseObstacles(obstacles);
        if (!missing.isEmpty()) {
            installPackages(missing, mayInstall, progress);
            refuseObstacles(sketch.obstacles());
        }
    }

    /** What only stops something, or changes routes, needs no room. */
    private void refuseWithoutRoom(Plan plan) {
        if (plan.changes().stream().anyMatch(step -> step.start() > 0)) {
            disks.demand(folder, 0, "start new instances");
        }
    }

    private void installPackages(List<String> missing, boolean allowed, Progress progress) {
        if (host.mayInstall() && !allowed) {
            throw new SteadException(
                    Code.HOST,
                    "packages are missing: " + String.join(" ", missing),
                    "let Stead install them: stead up --yes");
        }
        progress.step("", "installing " + String.join(" ", missing));
        host.install(missing, line -> progress.say(Event.Level.OUTPUT, "", line));
        progress.done(
                "",
                missing.size() == 1
                        ? "installed a package"
                        : "installed " + missing.size() + " packages");
    }

    private static void refuseObstacles(List<SteadException> obstacles) {
        if (obstacles.size() == 1) {
            throw obstacles.getFirst();
        }
        if (!obstacles.isEmpty()) {
            StringBuilder all = new StringBuilder("this host is not ready:");
            obstacles.forEach(o -> all.append("\n  " + o.what() + "; " + o.mend()));
            throw new SteadException(
                    Code.HOST, all.toString(), "mend these and run stead up again");
        }
    }
}
