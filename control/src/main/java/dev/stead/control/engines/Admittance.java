package dev.stead.control.engines;

import dev.stead.api.Engines.OpenRequest;
import dev.stead.api.Engines.Wanted;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.accounts.People;
import dev.stead.control.accounts.People.Person;
import dev.stead.model.Access;
import dev.stead.model.Engine;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Lets an account open an engine, or says why not.
 *
 * @param wall milliseconds since 1970
 */
record Admittance(Transitions turns, LongSupplier wall) {
    /** Who waits longer than all of these will not be served today. */
    private static final int LONGEST_QUEUE = 10_000;

    private static final int LONGEST_RESOURCE = 200;

    /** Whether somebody may open an engine. */
    static boolean admits(Engine engine, List<String> groups, boolean owner) {
        return owner
                || !(engine.access() instanceof Access.Groups(List<String> names))
                || names.stream().anyMatch(groups::contains);
    }

    /**
     * What is meant.
     *
     * @param account whose it is to be
     */
    Key key(String account, Wanted wanted) {
        return key(account, wanted, terms(wanted.component()));
    }

    private static Key key(String account, Wanted wanted, Terms terms) {
        boolean named = terms.engine().per() == Engine.Per.RESOURCE;
        String resource = wanted.resource().orElse("");
        if (named == resource.isEmpty()) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    named
                            ? "which resource "
                                    + wanted.component()
                                    + " is to be opened for is"
                                    + " missing"
                            : wanted.component() + " is not opened for a resource",
                    named ? "name one, such as resource=NAME" : "leave the resource out");
        }
        if (resource.length() > LONGEST_RESOURCE
                || resource.chars().anyMatch(Character::isISOControl)) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the resource's name is not right",
                    "use at most " + LONGEST_RESOURCE + " characters on one line");
        }
        return new Key(wanted.component(), account, resource);
    }

    private Terms terms(String component) {
        return turns.terms(component)
                .orElseThrow(() ->
                        new SteadException(
                                Code.UNKNOWN,
                                "the system has no engine " + component,
                                turns.terms().isEmpty()
                                        ? "it has none at all"
                                        : "it has "
                                                + String.join(
                                                        ", ",
                                                        turns.terms().stream()
                                                                .map(t -> t.engine().name())
                                                                .toList())));
    }

    static SteadException unknownAccount(String name) {
        return new SteadException(
                Code.UNKNOWN,
                "there is no account " + name + " that may sign in",
                "stead account list shows all");
    }

    /** Gives somebody a place, or one in the queue, when they have none; returns what is open. */
    Key open(Draft draft, String account, OpenRequest request) {
        Terms terms = terms(request.wanted().component());
        Person person =
                People.find(draft.handle(), account).orElseThrow(() -> unknownAccount(account));
        if (!admits(terms.engine(), person.groups(), false)) {
            throw new SteadException(
                    Code.FORBIDDEN,
                    person.name() + " may not open " + terms.engine().name(),
                    "ask an operator to put the account into one of its groups");
        }
        Key key = key(person.name(), request.wanted(), terms);
        House house = draft.house();
        boolean open = house.row(key).filter(EngineRow::isOpen).isPresent();
        if (open || house.ticket(key).isPresent()) {
            return key;
        }
        demandRoom(house, key, terms.engine());
        long turn = house.queue().stream().mapToLong(Ticket::turn).max().orElse(0) + 1;
        SortedMap<String, String> parameters = chosen(terms, person, request.parameters());
        draft.insert(new Ticket(key, parameters, wall.getAsLong(), turn));
        turns.fill(draft, key.component());
        return key;
    }

    private static void demandRoom(House house, Key key, Engine engine) {
        List<String> mine =
                house.rows().stream()
                        .filter(EngineRow::isOpen)
                        .filter(r -> isSame(r.key(), key))
                        .map(EngineRow::id)
                        .toList();
        long waiting = house.queue().stream().filter(t -> isSame(t.key(), key)).count();
        if (mine.size() + waiting >= engine.atMost().user()) {
            throw new SteadException(
                    Code.EXHAUSTED,
                    key.account()
                            + " has as many of "
                            + key.component()
                            + " open as one account may: "
                            + engine.atMost().user(),
                    "stop one of these first: " + String.join(", ", mine));
        }
        if (house.of(key.component()).queue().size() >= LONGEST_QUEUE) {
            throw new SteadException(
                    Code.EXHAUSTED,
                    "too many wait for " + key.component() + " already",
                    "try again later");
        }
    }

    private static boolean isSame(Key one, Key other) {
        return one.component().equals(other.component()) && one.account().equals(other.account());
    }

    private static SortedMap<String, String> chosen(
            Terms terms, Person person, SortedMap<String, String> wanted) {
        Engine engine = terms.engine();
        TreeMap<String, String> left = new TreeMap<>(wanted);
        TreeMap<String, String> chosen = new TreeMap<>();
        for (Engine.Parameter parameter : engine.parameters()) {
            List<String> open = Terms.open(parameter, person.groups());
            Optional<String> asked = Optional.ofNullable(left.remove(parameter.name()));
            chosen.put(parameter.name(), value(parameter, open, asked, engine.name()));
        }
        if (!left.isEmpty()) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    engine.name() + " has no parameter " + left.firstKey(),
                    engine.parameters().isEmpty()
                            ? "it has none at all"
                            : "it has "
                                    + String.join(
                                            ", ",
                                            engine.parameters().stream()
                                                    .map(Engine.Parameter::name)
                                                    .toList()));
        }
        return chosen;
    }

    private static String value(
            Engine.Parameter parameter, List<String> open, Optional<String> asked, String engine) {
        if (open.isEmpty() || asked.filter(a -> !open.contains(a)).isPresent()) {
            boolean others =
                    open.isEmpty()
                            || parameter.choices().stream()
                                    .anyMatch(c -> c.value().equals(asked.orElse("")));
            throw new SteadException(
                    others ? Code.FORBIDDEN : Code.WRONG_USAGE,
                    engine
                            + " cannot be opened with "
                            + parameter.name()
                            + asked.map(a -> " " + a).orElse(""),
                    open.isEmpty()
                            ? "ask an operator: no value of it is open to this account"
                            : "choose one of " + String.join(", ", open));
        }
        return asked.orElse(open.getFirst());
    }
}
