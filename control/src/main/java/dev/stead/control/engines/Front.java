package dev.stead.control.engines;

import dev.stead.model.EnginePlace;

/**
 * Where a system is on the network.
 *
 * @param domain its own
 * @param https the port that the gateway listens on for TLS
 */
public record Front(String domain, int https) {
    private static final int STANDARD = 443;

    private String origin(String host) {
        return "https://" + host + (https == STANDARD ? "" : ":" + https);
    }

    /** The host that an engine is at. */
    public String host(String id, EnginePlace place) {
        return place == EnginePlace.HOST ? id + "." + domain : domain;
    }

    /** The origin of an engine. */
    public String origin(String id, EnginePlace place) {
        return origin(host(id, place));
    }

    /** Under which path an engine answers, with a slash at its end. */
    public static String base(String id, EnginePlace place) {
        return place == EnginePlace.HOST ? "/" : "/engines/" + id + "/";
    }

    /** A path of an engine as it answers it: below its base. */
    public static String below(String id, EnginePlace place, String path) {
        return base(id, place) + path.substring(1);
    }

    String url(String id, EnginePlace place) {
        return origin(id, place) + base(id, place);
    }

    /** The page that opens an engine. */
    String opens(String component) {
        return origin("stead." + domain) + "/open/" + component;
    }
}
