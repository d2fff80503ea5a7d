package dev.stead.model;

import java.util.ArrayList;
import java.util.List;

/** That no route stands where engines answer. */
final class EngineAddresses {
    /** Below it engines answer that have no host of their own. */
    static final String PATH = "/engines";

    private final String domain;
    private final List<String> withHost = new ArrayList<>();
    private final List<String> withPath = new ArrayList<>();

    /** Those of the engines in this domain. */
    EngineAddresses(String domain, Drafts drafts) {
        this.domain = domain;
        drafts.each((name, draft) -> {
            if (draft.kind().filter(kind -> kind.type() == Engine.class).isPresent()) {
                draft.found()
                        .value(EngineFaceKeys.PLACE)
                        .ifPresent(place ->
                                (place == EnginePlace.HOST ? withHost : withPath).add(name));
            }
        });
    }

    /** Adds the problem of a route that would take an engine's place. */
    void check(Route route, Place at, Problems problems) {
        withHost.stream()
                .filter(name -> isHost(route.host(), name))
                .findFirst()
                .ifPresent(name ->
                        problems.add(
                                at,
                                "the host `"
                                        + route.host()
                                        + "` is one that an engine of `"
                                        + name
                                        + "` gets",
                                "choose another host"));
        if (!withPath.isEmpty()
                && route.host().equals(domain)
                && (route.path() + "/").startsWith(PATH + "/")) {
            problems.add(
                    at,
                    "paths below `"
                            + PATH
                            + "` belong to the engines of `"
                            + withPath.getFirst()
                            + "`, which has `place: path`",
                    "choose another path");
        }
    }

    private boolean isHost(String host, String name) {
        String start = name + "-";
        String end = "." + domain;
        return host.length() > start.length() + end.length()
                && host.startsWith(start)
                && host.endsWith(end)
                && host.substring(start.length(), host.length() - end.length())
                        .matches("[1-9][0-9]*");
    }
}
