package dev.stead.control;

import dev.stead.api.Control.Application;
import dev.stead.api.InstanceStatus;
import dev.stead.control.accounts.Asker;
import dev.stead.model.Access;
import dev.stead.model.Component;
import dev.stead.model.Route;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.List;

/** What people may open. Pure. */
record Applications(Addresses addresses, List<InstanceStatus> instances) {
    /** The routes that this caller may use, in the order of the file. */
    List<Application> openTo(Asker asker, SystemSpec system) {
        StatusView view = new StatusView(addresses);
        List<Application> open = new ArrayList<>();
        for (Component component : system.components()) {
            for (Route route : component.routes()) {
                if (isOpen(route.access(), asker)) {
                    open.add(
                            new Application(
                                    component.name(),
                                    addresses.of(route),
                                    route.access().words(),
                                    view.component(component, instances).state()));
                }
            }
        }
        return open;
    }

    private static boolean isOpen(Access access, Asker asker) {
        return switch (access) {
            case Access.Public() -> true;
            case Access.SignedIn() -> true;
            case Access.Groups(List<String> names) ->
                    asker.owner() || names.stream().anyMatch(asker.groups()::contains);
            case Access.Accounts(List<String> names) -> names.contains(asker.name());
        };
    }
}
