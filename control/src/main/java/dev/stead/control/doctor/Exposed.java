package dev.stead.control.doctor;

import dev.stead.api.HostFacts.Holder;
import dev.stead.api.HostFacts.Listening;

import java.util.Optional;

/** How listening programs are called. */
final class Exposed {
    private Exposed() {}

    /** Whose it is, as far as that is known. */
    static String who(Listening one) {
        Optional<Holder> holder = one.holder();
        if (holder.isEmpty()) {
            return "a process that Stead cannot see";
        }
        Holder it = holder.get();
        String process = it.program() + " (pid " + it.pid() + ")";
        return it.server()
                .map(system -> "the Stead server of " + system + " (pid " + it.pid() + ")")
                .or(() -> it.instance().map(i -> process + " of " + i))
                .orElse(process);
    }

    /** Address and port. */
    static String place(Listening one) {
        return (one.address().contains(":") ? "[" + one.address() + "]" : one.address())
                + ":"
                + one.port();
    }

    /** The command that ends it; empty where that is not known or not the way. */
    static String endOf(Listening one) {
        return one.holder()
                .filter(it -> it.server().isEmpty() && it.instance().isEmpty())
                .flatMap(Holder::unit)
                .map(unit -> "systemctl disable --now " + unit)
                .orElse("");
    }
}
