package dev.stead.control;

import dev.stead.api.InstanceStatus;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.control.doctor.Needs;
import dev.stead.control.doctor.Needs.Door;
import dev.stead.control.doctor.Needs.Share;
import dev.stead.control.doctor.Needs.Wish;
import dev.stead.model.Component;
import dev.stead.model.Engine;
import dev.stead.model.Limits;
import dev.stead.model.MariaDb;
import dev.stead.model.Php;
import dev.stead.model.Postgres;
import dev.stead.model.Redis;
import dev.stead.model.Service;
import dev.stead.model.Site;
import dev.stead.model.SystemSpec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a system file needs of a machine. Pure. */
final class HostNeeds {
    private HostNeeds() {}

    /**
     * @param listeners where its gateway listens, defaults resolved
     * @param running what runs of it already
     */
    static Needs of(SystemSpec system, Listeners listeners, List<InstanceStatus> running) {
        return new Needs(
                system.name(),
                Blueprint.workloads(system).stream().map(HostNeeds::share).toList(),
                system.components().stream().flatMap(c -> wish(c).stream()).toList(),
                new Door(listeners.addresses(), listeners.https(), listeners.http()),
                system.traffic().connections(),
                running.stream().mapToLong(InstanceStatus::memory).sum());
    }

    private static <C extends Component> Share share(Workload<C> workload) {
        return new Share(
                workload.name(),
                workload.component() instanceof Engine engine
                        ? engine.atMost().machine()
                        : workload.recipe().replicas(workload.component()),
                limits(workload.component()));
    }

    private static Limits limits(Component component) {
        return switch (component) {
            case Service service -> service.limits();
            case Engine engine -> engine.limits();
            case Php php -> php.limits();
            case Postgres db -> db.limits();
            case MariaDb db -> db.limits();
            case Redis redis -> redis.limits();
            case Site _ -> Limits.NONE;
        };
    }

    private static Optional<Wish> wish(Component component) {
        return switch (component) {
            case Postgres db ->
                    wish(db, "PostgreSQL", "postgresql-" + db.major(), OptionalInt.of(db.major()));
            case MariaDb db -> wish(db, "MariaDB", "mariadb-server", OptionalInt.of(db.major()));
            case Redis redis -> wish(redis, "Redis", "redis-server", OptionalInt.of(redis.major()));
            case Php php -> wish(php, "PHP", "php-fpm", OptionalInt.empty());
            case Service _, Engine _, Site _ -> Optional.empty();
        };
    }

    private static Optional<Wish> wish(
            Component component, String program, String packageName, OptionalInt major) {
        return Optional.of(
                new Wish(component.name(), program, component.kind(), packageName, major));
    }
}
