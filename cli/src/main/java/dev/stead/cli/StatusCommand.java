package dev.stead.cli;

import dev.stead.api.SystemStatus;
import dev.stead.api.SystemStatus.CertificateView;
import dev.stead.api.SystemStatus.ComponentStatus;
import dev.stead.api.SystemStatus.InstanceView;
import dev.stead.api.SystemStatus.Trouble;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code stead status}. */
@Command(
        name = "status",
        description = "Shows each component, its state and its URL, and the certificates.",
        footer = {"", "Examples:", "  stead status", "  stead status planning --json"})
final class StatusCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Parameters(paramLabel = "SYSTEM", arity = "0..1", description = "Which system.")
    List<String> arguments = new ArrayList<>();

    StatusCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        SystemStatus status = surface.systems().only(arguments).client().status(Surface.caller());
        if (options.json) {
            surface.json(status);
        } else {
            show(status, surface.out(), surface.style(), Instant.now());
        }
        return 0;
    }

    static void show(SystemStatus status, PrintStream out, Style style, Instant now) {
        Table table =
                new Table("COMPONENT", "KIND", "STATE", "SINCE", "PID", "MEMORY", "CPU", "URL");
        for (ComponentStatus component : status.components()) {
            component(table, component, style, now);
        }
        table.lines().forEach(out::println);
        for (ComponentStatus component : status.components()) {
            component.reason().ifPresent(why -> reason(component, why, out, style));
        }
        status.warnings().forEach(w -> out.println(style.yellow("note: ") + Plain.text(w)));
        certificates(status.certificates(), out, style, now);
        out.println();
        out.println(style.bold(status.system()) + " is at " + style.bold(status.url()));
        out.println("its console is at " + style.bold(status.console()));
    }

    /** A healthy component may have one too, of before. */
    private static void reason(
            ComponentStatus component, String why, PrintStream out, Style style) {
        String name = component.name() + ": ";
        boolean healthy = component.state().equals("healthy");
        out.println((healthy ? style.yellow(name) : style.red(name)) + Plain.text(why));
    }

    /** Those that are well have one line each. */
    private static void certificates(
            List<CertificateView> certificates, PrintStream out, Style style, Instant now) {
        if (certificates.isEmpty()) {
            return;
        }
        Table table = new Table("CERTIFICATE", "FROM", "GOOD UNTIL", "LEFT");
        for (CertificateView one : certificates) {
            boolean good = one.isGood(now);
            table.add(
                    one.title(),
                    one.source(),
                    Times.text(one.until()),
                    good ? age(Duration.between(now, one.until())) : style.red("ended"));
        }
        out.println();
        table.lines().forEach(out::println);
        for (CertificateView one : certificates) {
            one.trouble().ifPresent(it -> trouble(one.title(), it, out, style));
        }
    }

    /** An authority somewhere else may have a part in the text. */
    private static void trouble(String title, Trouble trouble, PrintStream out, Style style) {
        out.println(
                style.red("certificate " + Table.harmless(title) + ": ")
                        + Table.harmless(trouble.what()));
        if (!trouble.mend().isEmpty()) {
            out.println("  to mend it: " + Table.harmless(trouble.mend()));
        }
    }

    private static void component(
            Table table, ComponentStatus component, Style style, Instant now) {
        String url = component.url().orElse("");
        if (component.instances().size() == 1) {
            InstanceView only = component.instances().getFirst();
            row(
                    table,
                    component.name(),
                    component.kind(),
                    component.state(),
                    only,
                    url,
                    style,
                    now);
            return;
        }
        table.add(
                component.name(),
                component.kind(),
                style.state(component.state()),
                "",
                "",
                "",
                "",
                url);
        for (InstanceView instance : component.instances()) {
            row(table, "  " + instance.id(), "", instance.state(), instance, "", style, now);
        }
    }

    private static void row(
            Table table,
            String name,
            String kind,
            String state,
            InstanceView instance,
            String url,
            Style style,
            Instant now) {
        table.add(
                name,
                kind,
                style.state(state),
                age(Duration.between(instance.since(), now)),
                instance.pid().isPresent() ? Long.toString(instance.pid().getAsLong()) : "",
                instance.memory() > 0 ? (instance.memory() >> 20) + " MiB" : "",
                String.format(Locale.ROOT, "%.2f", instance.cpu()),
                url);
    }

    static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + "d" + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0
                ? age.toMinutes() + "m" + age.toSecondsPart() + "s"
                : Math.max(0, age.toSeconds()) + "s";
    }
}
