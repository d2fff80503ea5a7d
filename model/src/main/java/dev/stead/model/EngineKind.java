package dev.stead.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kind {@code engine}. */
final class EngineKind {
    static final Key<List<String>> ENGINE =
            Key.required(
                            "engine",
                            Commands.COMMAND,
                            "The command, as a text that is split into words like a shell does, or"
                                    + " as a list of words; `${NAME}` in a word becomes the"
                                    + " variable's value, and `${PORT}` must be there",
                            "jupyter-notebook --port ${PORT} --NotebookApp.base_url=${BASE}")
                    .feeding("command")
                    .alsoCalled("command", "cmd", "container-cmd", "entrypoint", "single_user_cmd");
    private static final Key<Optional<Health>> HEALTH =
            Key.optional(
                            "health",
                            HealthKeys.SHAPE,
                            "its port accepts a connection",
                            "How to tell that an engine can work: a path, `tcp`, or a mapping",
                            "/api")
                    .alsoCalled("healthcheck", "health-check", "check", "probe");
    private static final Key<Optional<Long>> DISK =
            Key.optional(
                            "disk",
                            Amounts.size(1L << 20, "1 MiB", "2 GiB"),
                            "no limit",
                            "What its home and its temporary files may take together",
                            "2 GiB")
                    .alsoCalled("storage", "quota", "disk-limit", "volume-size", "storage_opt");
    private static final Key<Boolean> HOME =
            Key.of(
                            "home",
                            Amounts.TRUTH,
                            true,
                            "`true`",
                            "Whether each user has a home directory that outlives their engines;"
                                    + " otherwise it ends with the engine",
                            "false")
                    .alsoCalled(
                            "volumes", "volume", "persistent", "home-directory", "notebook_dir");

    static final Kind KIND =
            new Kind(
                    Keys.of(
                            "engine",
                            "an `engine` component",
                            ENGINE,
                            ServiceKind.SOURCE,
                            CommonKeys.PREPARE,
                            CommonKeys.PACKAGES,
                            ServiceKind.ENV,
                            HEALTH,
                            CommonKeys.NEEDS,
                            CommonKeys.LIMITS,
                            DISK,
                            ServiceKind.STOP,
                            ServiceKind.PROXY,
                            EngineLifeKeys.PER,
                            EngineLifeKeys.WARM,
                            EngineLifeKeys.IDLE,
                            EngineLifeKeys.MAX_LIFE,
                            AtMostKeys.AT_MOST,
                            BusyKeys.BUSY,
                            EngineLifeKeys.ON_SIGN_OUT,
                            ParameterKeys.PARAMETERS,
                            HOME,
                            EngineFaceKeys.ACCESS,
                            EngineFaceKeys.PLACE,
                            EngineFaceKeys.TITLE,
                            EngineFaceKeys.ICON,
                            EngineFaceKeys.DESCRIPTION),
                    Engine.class,
                    "A program of which whoever opens it gets an instance of their own, which ends"
                            + " when nobody uses it any more. No component can need it.",
                    """
                    engine: jupyter-notebook --no-browser --port ${PORT} --NotebookApp.base_url=${BASE}
                    packages: [jupyter-notebook]
                    needs: [db]
                    limits: { memory: 1 GiB, cpu: 1 }
                    warm: 1
                    idle: 30m
                    busy: { path: /api/kernels, contains: '"busy"' }
                    title: Notebook
                    """,
                    List.of(),
                    (found, all, problems) -> new EngineCheck(found, all, problems).check(),
                    EngineKind::make);

    private EngineKind() {}

    private static Engine make(String name, Found found, String domain) {
        SortedMap<String, EnvValue> env = new TreeMap<>();
        found.get(ServiceKind.ENV).forEach((variable, value) -> env.put(variable, value.value()));
        var per = found.get(EngineLifeKeys.PER);
        return new Engine(
                name,
                found.get(ENGINE),
                found.get(ServiceKind.SOURCE),
                found.get(CommonKeys.PREPARE),
                found.get(CommonKeys.PACKAGES),
                env,
                found.get(HEALTH),
                found.get(CommonKeys.NEEDS).stream().map(Placed::value).toList(),
                found.get(CommonKeys.LIMITS),
                found.get(DISK).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                found.get(ServiceKind.STOP),
                found.get(ServiceKind.PROXY),
                per,
                found.get(EngineLifeKeys.WARM),
                found.get(EngineLifeKeys.IDLE),
                found.get(EngineLifeKeys.MAX_LIFE),
                AtMostKeys.make(found.get(AtMostKeys.AT_MOST), per),
                found.get(BusyKeys.BUSY),
                found.get(EngineLifeKeys.ON_SIGN_OUT),
                ParameterKeys.make(found),
                found.get(HOME),
                found.get(EngineFaceKeys.ACCESS),
                found.get(EngineFaceKeys.PLACE),
                found.get(EngineFaceKeys.TITLE),
                found.get(EngineFaceKeys.ICON),
                found.get(EngineFaceKeys.DESCRIPTION));
    }
}
