package dev.stead.console;

import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.Offer;

import java.util.List;
import java.util.Optional;

/**
 * Private engines as their user's first page shows them.
 *
 * @param cards what they may open, with what is open of it
 * @param strays their own that they could not open again
 * @param visited those of others that are shared with them
 */
record Shelf(List<Card> cards, List<EngineView> strays, List<EngineView> visited) {
    Shelf {
        cards = List.copyOf(cards);
        strays = List.copyOf(strays);
        visited = List.copyOf(visited);
    }

    /** Something that may be opened. */
    record Card(Offer offer, List<EngineView> open) {
        Card {
            open = List.copyOf(open);
        }

        /** Whether another one can be opened besides. */
        boolean opensMore() {
            return open.isEmpty() || offer.resources();
        }

        /** The page that opens one, which is open already. */
        static String address(EngineView one) {
            return new Way(one.component(), one.resource(), DeepLink.NONE).open();
        }
    }

    /**
     * Puts them together.
     *
     * @param engines the user's own, and those shared with them
     */
    static Shelf of(List<Offer> offers, List<EngineView> engines, String user) {
        List<EngineView> own =
                engines.stream().filter(one -> one.user().equals(Optional.of(user))).toList();
        List<String> offered = offers.stream().map(Offer::component).toList();
        return new Shelf(
                offers.stream()
                        .map(offer ->
                                new Card(
                                        offer,
                                        own.stream()
                                                .filter(one ->
                                                        one.component().equals(offer.component()))
                                                .toList()))
                        .toList(),
                own.stream().filter(one -> !offered.contains(one.component())).toList(),
                engines.stream().filter(one -> !own.contains(one)).toList());
    }

    boolean isEmpty() {
        return cards.isEmpty() && strays.isEmpty() && visited.isEmpty();
    }
}
