package dev.stead.gateway;

import dev.stead.api.RouteTable;
import dev.stead.model.FrontProxy;
import dev.stead.model.TrafficRules;

import java.util.List;

/**
 * The limits of a table, ready to be asked for each connection and request. Immutable.
 *
 * @param rules as the table has them
 * @param from from where anything is taken
 * @param front addresses of proxies before the gateway, which come with many visitors
 */
record Traffic(TrafficRules rules, AddressFilter from, AddressRanges front) {
    /** What holds before the first table. */
    static final Traffic DEFAULT =
            new Traffic(TrafficRules.DEFAULT, AddressFilter.ANY, new AddressRanges(List.of()));

    static Traffic of(RouteTable table) {
        return new Traffic(
                table.traffic(),
                new AddressFilter(table.traffic().from()),
                new AddressRanges(
                        table.listeners().front().map(FrontProxy::from).orElse(List.of())));
    }
}
