package dev.stead.console;

import dev.stead.api.Engines.Offer;
import dev.stead.api.Engines.Wanted;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the address of a page names that leads to an engine: {@code /open/NAME/deep?query}, or the
 * same below {@code /opening} or {@code /engine}.
 *
 * @param name of a component; below {@code /engine} an engine's id
 * @param resource which is meant, where a component has an engine for each
 */
record Way(String name, Optional<String> resource, DeepLink deep) {
    private static final Pattern ADDRESS =
            Pattern.compile("/(?:open|opening|engine)/([A-Za-z0-9-]{1,200})(/[^?]*)?(?:\\?(.*))?");
    private static final String RESOURCE = "resource=";

    /**
     * Reads an address as the browser sent it.
     *
     * @throws SteadException WRONG_USAGE when it is none, or would lead elsewhere
     */
    static Way of(String uri) {
        Matcher match = ADDRESS.matcher(uri);
        if (!match.matches()) {
            throw wrong();
        }
        DeepLink deep =
                DeepLink.of(orEmpty(match.group(2)), orEmpty(match.group(3)))
                        .orElseThrow(Way::wrong);
        return new Way(match.group(1), Optional.empty(), deep);
    }

    /** The same, with the resource taken out of the query where the component has resources. */
    Way to(Offer offer) {
        if (!offer.resources()) {
            return this;
        }
        List<String> pairs = Arrays.stream(deep.query().split("&")).toList();
        String rest =
                pairs.stream()
                        .filter(pair -> !pair.startsWith(RESOURCE))
                        .collect(Collectors.joining("&"));
        return new Way(
                name,
                pairs.stream()
                        .filter(pair -> pair.startsWith(RESOURCE))
                        .findFirst()
                        .map(pair -> decoded(pair.substring(RESOURCE.length())))
                        .filter(value -> !value.isEmpty()),
                new DeepLink(deep.path(), rest));
    }

    Way withResource(String wanted) {
        return new Way(name, Optional.of(wanted).filter(w -> !w.isEmpty()), deep);
    }

    Wanted wanted() {
        return new Wanted(name, resource, Optional.empty());
    }

    /** The page that opens it. */
    String open() {
        return address("/open/");
    }

    /** The page that only waits for it. */
    String opening() {
        return address("/opening/");
    }

    private String address(String begin) {
        String which = resource.map(r -> RESOURCE + Visit.encoded(r)).orElse("");
        String both = which.isEmpty() ? deep.query() : which + DeepLink.behind("&", deep.query());
        return begin + name + deep.path() + DeepLink.behind("?", both);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static SteadException wrong() {
        return new SteadException(
                Code.WRONG_USAGE,
                "This address leads to no page of an engine",
                "Open it from the home page instead");
    }
}
