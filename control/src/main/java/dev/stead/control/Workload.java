package dev.stead.control;

import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.model.Component;
import dev.stead.model.Engine;
import dev.stead.model.MariaDb;
import dev.stead.model.Php;
import dev.stead.model.Postgres;
import dev.stead.model.Redis;
import dev.stead.model.Service;
import dev.stead.model.Site;
import dev.stead.model.Wanted;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * A component that has instances, with the recipe of its kind.
 *
 * @param <C> the kind's record
 */
record Workload<C extends Component>(C component, Recipe<C> recipe) {
    /** The workload of a component; empty for what the gateway serves itself. */
    static Optional<Workload<?>> of(Component component) {
        return switch (component) {
            case Service service -> Optional.of(new Workload<>(service, new ServiceRecipe()));
            case Engine engine -> Optional.of(new Workload<>(engine, new EngineRecipe()));
            case Php php -> Optional.of(new Workload<>(php, new PhpRecipe()));
            case Postgres db -> Optional.of(new Workload<>(db, new PostgresRecipe()));
            case MariaDb db -> Optional.of(new Workload<>(db, new MariaDbRecipe()));
            case Redis redis -> Optional.of(new Workload<>(redis, new RedisRecipe()));
            case Site site -> Optional.empty();
        };
    }

    String name() {
        return component.name();
    }

    List<String> packages() {
        return recipe.packages(component);
    }

    List<String> secrets() {
        return recipe.secrets(component);
    }

    List<SteadException> obstacles(Surroundings around) {
        return recipe.obstacles(component, around);
    }

    SortedMap<String, String> gives(Surroundings around) {
        return recipe.gives(component, around);
    }

    InstanceSpec define(Surroundings around, String id, OptionalInt port) {
        return recipe.define(component, around, id, port);
    }

    Wanted wanted(Surroundings around) {
        return new Wanted(
                name(),
                component.kind(),
                define(around, "", OptionalInt.empty()).facets(),
                recipe.replicas(component),
                recipe.replacement(),
                component.needs());
    }
}
