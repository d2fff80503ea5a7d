package dev.stead.control.engines;

import dev.stead.control.engines.EngineRow.Ending;
import dev.stead.control.engines.EngineRow.State;
import dev.stead.model.Access;
import dev.stead.model.Engine;
import dev.stead.model.EnginePlace;
import dev.stead.model.Limits;
import dev.stead.model.ProxyRules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Engines and those who wait, for tests. */
final class Samples {
    private Samples() {}

    static Engine engine(int user, int machine, int warm) {
        return new Engine(
                "notebook",
                List.of("run", "${PORT}"),
                Optional.empty(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                Optional.empty(),
                List.of(),
                Limits.NONE,
                OptionalLong.empty(),
                Duration.ofSeconds(10),
                ProxyRules.DEFAULT,
                user == 1 ? Engine.Per.USER : Engine.Per.RESOURCE,
                warm,
                Duration.ofMinutes(30),
                Optional.empty(),
                new Engine.AtMost(user, machine),
                Optional.empty(),
                Engine.OnSignOut.STOP,
                List.of(),
                true,
                new Access.SignedIn(),
                EnginePlace.HOST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static SortedMap<String, String> none() {
        return new TreeMap<>();
    }

    static Ticket ticket(String account, long turn) {
        return new Ticket(new Key("notebook", account, ""), none(), 1000 + turn, turn);
    }

    static EngineRow row(int number, String account, State state) {
        return new EngineRow(
                "notebook-" + number,
                new Key("notebook", account, ""),
                none(),
                "v1",
                state,
                number,
                number,
                number,
                Ending.NONE,
                List.of());
    }

    static EngineRow warm(int number, State state) {
        return row(number, "", state);
    }
}
