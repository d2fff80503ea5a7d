package dev.stead.model;

import java.util.List;

/** Who may use a route. */
public sealed interface Access {
    /** Everybody. */
    record Public() implements Access {}

    /** Whoever has signed in. */
    record SignedIn() implements Access {}

    /**
     * Whoever has signed in and is a member of one of these.
     *
     * @param names groups, at least one
     */
    record Groups(List<String> names) implements Access {
        public Groups {
            names = List.copyOf(names);
        }
    }

    /**
     * Whoever has signed in as one of these; no file says so, an engine's route has it.
     *
     * @param names accounts, at least one
     */
    record Accounts(List<String> names) implements Access {
        public Accounts {
            names = List.copyOf(names);
        }
    }

    /** As it is said in a plan and in a status. */
    default String words() {
        return switch (this) {
            case Public() -> "public";
            case SignedIn() -> "signed-in";
            case Groups(List<String> names) -> "groups " + String.join(", ", names);
            case Accounts(List<String> names) -> "accounts " + String.join(", ", names);
        };
    }
}
