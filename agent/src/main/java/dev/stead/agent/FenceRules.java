package dev.stead.agent;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which elements are in which set of a {@link Fence}'s table, and the words of nft(8) that make it
 * so. A pure value.
 *
 * <p>The rules look at packets that open a connection of TCP (SYN), at those that answer them (SYN
 * and ACK), and at what is not TCP; everything else passes at the first rule, so that the gateway
 * pays one comparison for a packet. Loopback is the interface of all of the machine's own
 * addresses.
 *
 * <pre>
 * opens:   an engine, on loopback: to its port and to what it needs; never to another engine's port;
 *          anywhere else it is put down in `opened`, and with its user in `opener`
 *          others: to an engine's port only root
 * answers: an engine: on loopback alone, from its port, or where `opener` has its own user
 *          others: not where `opened` says that an engine asked, nor from an engine's port
 * rest:    an engine, on loopback: only questions to a name server
 * </pre>
 *
 * <p>So programs of one user reach each other at any port (Jupyter's kernels do), and nobody else.
 * Whoever opens a connection that an engine had tried takes it off the list again; else an engine
 * could keep others from their databases for as long as an entry lives. A reset in place of an
 * answer makes the listener forget the attempt; it would answer again when the entry has ended.
 * Full sets refuse, and the pace keeps one engine from filling them.
 *
 * @param engines users
 * @param own port of each user, {@code UID . PORT}
 * @param allowed ports that a user may connect to, {@code UID . PORT}
 * @param ports of engines
 */
record FenceRules(
        SortedSet<String> engines,
        SortedSet<String> own,
        SortedSet<String> allowed,
        SortedSet<String> ports) {
    static final FenceRules NONE =
            new FenceRules(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    private static final String TABLE =
            """
            add table inet NAME
            delete table inet NAME
            table inet NAME {
              set engines { typeof meta skuid; }
              set own { typeof meta skuid . tcp sport; }
              set allowed { typeof meta skuid . tcp dport; }
              set ports { typeof tcp dport; }
              set opened4 {
                typeof ip saddr . ip daddr . tcp sport . tcp dport
                size 131072; flags dynamic,timeout; timeout 2m
              }
              set opener4 {
                typeof ip saddr . ip daddr . tcp sport . tcp dport . meta skuid
                size 131072; flags dynamic,timeout; timeout 2m
              }
              set opened6 {
                typeof ip6 saddr . ip6 daddr . tcp sport . tcp dport
                size 131072; flags dynamic,timeout; timeout 2m
              }
              set opener6 {
                typeof ip6 saddr . ip6 daddr . tcp sport . tcp dport . meta skuid
                size 131072; flags dynamic,timeout; timeout 2m
              }
              set pace { typeof meta skuid; size 65535; flags dynamic,timeout; timeout 1m; }
              chain engine_opens {
                meta skuid . tcp dport @allowed accept
                tcp dport @ports reject with tcp reset
                update @pace { meta skuid limit rate over 200/second burst 1000 packets } drop
                update @opener4 { ip saddr . ip daddr . tcp sport . tcp dport . meta skuid } \
            update @opened4 { ip saddr . ip daddr . tcp sport . tcp dport } accept
                update @opener6 { ip6 saddr . ip6 daddr . tcp sport . tcp dport . meta skuid } \
            update @opened6 { ip6 saddr . ip6 daddr . tcp sport . tcp dport } accept
                drop
              }
              chain opens {
                oif != "lo" accept
                meta skuid @engines goto engine_opens
                tcp dport @ports meta skuid != 0 reject with tcp reset
                delete @opened4 { ip saddr . ip daddr . tcp sport . tcp dport }
                delete @opened6 { ip6 saddr . ip6 daddr . tcp sport . tcp dport }
                accept
              }
              chain engine_answers {
                oif != "lo" drop
                meta skuid . tcp sport @own accept
                ip daddr . ip saddr . tcp dport . tcp sport . meta skuid @opener4 accept
                ip6 daddr . ip6 saddr . tcp dport . tcp sport . meta skuid @opener6 accept
                reject with tcp reset
              }
              chain answers {
                meta skuid @engines goto engine_answers
                oif != "lo" accept
                tcp sport @ports reject with tcp reset
                ip daddr . ip saddr . tcp dport . tcp sport @opened4 reject with tcp reset
                ip6 daddr . ip6 saddr . tcp dport . tcp sport @opened6 reject with tcp reset
                accept
              }
              chain output {
                type filter hook output priority filter; policy accept
                tcp flags & syn == 0 accept
                tcp flags & (syn | ack) == syn goto opens
                meta l4proto tcp goto answers
                meta skuid != @engines accept
                oif != "lo" accept
                udp dport 53 accept
                drop
              }
            }
            """;

    FenceRules {
        engines = Collections.unmodifiableSortedSet(new TreeSet<>(engines));
        own = Collections.unmodifiableSortedSet(new TreeSet<>(own));
        allowed = Collections.unmodifiableSortedSet(new TreeSet<>(allowed));
        ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    }

    /** Those of all instances that have a user number of their own; others have none. */
    static FenceRules of(Collection<InstanceSpec> specs) {
        SortedSet<String> engines = new TreeSet<>();
        SortedSet<String> own = new TreeSet<>();
        SortedSet<String> allowed = new TreeSet<>();
        SortedSet<String> ports = new TreeSet<>();
        for (InstanceSpec spec : specs) {
            Enclosure enclosure = spec.enclosure().orElseThrow();
            if (enclosure.uid().isEmpty()) {
                continue;
            }
            String uid = String.valueOf(enclosure.uid().getAsInt());
            engines.add(uid);
            enclosure.reaches().forEach(port -> allowed.add(uid + " . " + port));
            spec.port()
                    .ifPresent(port -> {
                        own.add(uid + " . " + port);
                        allowed.add(uid + " . " + port);
                        ports.add(String.valueOf(port));
                    });
        }
        return new FenceRules(engines, own, allowed, ports);
    }

    /** Whether there is nobody to be fenced in. */
    boolean isEmpty() {
        return engines.isEmpty();
    }

    /**
     * The whole table, in place of whatever is there under this name; without elements, nothing.
     */
    String whole(String name) {
        StringBuilder words = new StringBuilder(TABLE.replace("NAME", name));
        if (isEmpty()) {
            return words.append("delete table inet ").append(name).append('\n').toString();
        }
        return words.append(NONE.change(name, this)).toString();
    }

    /** What makes the table of this one that of another; neither is empty. */
    String change(String name, FenceRules next) {
        StringBuilder words = new StringBuilder();
        Map<String, SortedSet<String>> after = next.sets();
        sets().forEach((set, before) -> {
            SortedSet<String> wanted = after.getOrDefault(set, new TreeSet<>());
            elements(words, "delete", name, set, without(before, wanted));
            elements(words, "add", name, set, without(wanted, before));
        });
        return words.toString();
    }

    private Map<String, SortedSet<String>> sets() {
        return new TreeMap<>(
                Map.of("engines", engines, "own", own, "allowed", allowed, "ports", ports));
    }

    private static SortedSet<String> without(SortedSet<String> set, SortedSet<String> others) {
        SortedSet<String> rest = new TreeSet<>(set);
        rest.removeAll(others);
        return rest;
    }

    private static void elements(
            StringBuilder words, String verb, String name, String set, SortedSet<String> them) {
        if (!them.isEmpty()) {
            words.append(verb + " element inet " + name + " " + set + " { ")
                    .append(String.join(", ", them))
                    .append(" }\n");
        }
    }
}
