package dev.stead.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A system file of a simulation.
 *
 * @param services replicas and a version by name; each after the first needs the one before
 * @param cache version of a database that is replaced in place; 0 means there is none
 * @param site version of a site, which no program serves; 0 means there is none
 * @param desk version of a component of engines, of which the second has a warm one; 0 means there
 *     is none
 */
record SimulatedFile(Map<String, Service> services, int cache, int site, int desk) {
    /** Nothing at all, as before the first file and after the system was taken down. */
    static final SimulatedFile NONE = new SimulatedFile(Map.of(), 0, 0, 0);

    /** A service; another version means other instances. */
    record Service(int replicas, int version) {}

    /** Any file. */
    static SimulatedFile any(RandomGenerator random) {
        Map<String, Service> services = new LinkedHashMap<>();
        for (String name : new String[] {"api", "web", "tasks"}) {
            if (services.isEmpty() || random.nextInt(3) > 0) {
                services.put(name, new Service(1 + random.nextInt(3), random.nextInt(2)));
            }
        }
        return new SimulatedFile(
                services, random.nextInt(3), random.nextInt(4), random.nextInt(4) % 3);
    }

    /** The same with engines. */
    SimulatedFile withDesk(int version) {
        return new SimulatedFile(services, cache, site, version);
    }

    /** How many instances of a component it wants. */
    int replicas(String component) {
        if (component.equals("cache")) {
            return cache > 0 ? 1 : 0;
        }
        Service service = services.get(component);
        return service == null ? 0 : service.replicas();
    }

    /** What the site's only page says; empty when there is none. */
    Optional<String> page() {
        return site > 0 ? Optional.of("page " + site) : Optional.empty();
    }

    /** Names of all components that have instances. */
    static String[] names() {
        return new String[] {"api", "web", "tasks", "cache"};
    }

    String text() {
        StringBuilder text = new StringBuilder("system: sim\ndomain: sim.localhost\ncomponents:\n");
        String before = cache > 0 ? "cache" : "";
        for (Map.Entry<String, Service> entry : services.entrySet()) {
            Service service = entry.getValue();
            text.append(
                    "  %s: { service: \"serve ${PORT}\", route: /%s, replicas: %d, stop: 4s,"
                            .formatted(entry.getKey(), entry.getKey(), service.replicas()));
            text.append(
                    " env: { VERSION: v%d }, health: { tcp: true, every: 3s, start: 10s }"
                            .formatted(service.version()));
            text.append(before.isEmpty() ? " }\n" : ", needs: [" + before + "] }\n");
            before = entry.getKey();
        }
        if (cache > 0) {
            text.append(
                    "  cache: { redis: 7, settings: { databases: \"%d\" } }\n".formatted(cache));
        }
        if (desk > 0) {
            text.append(
                    "  desk: { engine: \"serve ${PORT}\", env: { VERSION: v%d }, warm: %d, idle: 60s,"
                            .formatted(desk, desk - 1));
            text.append(" at-most: { machine: %d }, stop: 4s,".formatted(SimulatedDesk.MACHINE));
            text.append(" health: { tcp: true, every: 3s, start: 10s } }\n");
        }
        if (site > 0) {
            text.append("  ui: { site: ./ui, route: / }\n");
        }
        return text.toString();
    }
}
