package dev.stead.cli;

import dev.stead.api.Audit;
import dev.stead.api.Audit.Entry;
import dev.stead.api.AuditClient;
import dev.stead.api.AuditText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code stead audit}. */
@Command(
        name = "audit",
        description = {
            "Shows the audit log: who did what, from where, and how it ended; the latest first."
        },
        footer = {
            "",
            "Examples:",
            "  stead audit --who anna --since 2026-01-31T00:00:00Z",
            "  stead audit --action sign-in --outcome refused --csv >refusals.csv"
        })
final class AuditCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin Options options = new Options();

    @Mixin SystemOption system = new SystemOption();

    @Option(names = "--who", description = "Only of this account or user.")
    @Nullable String who;

    @Option(names = "--action", description = "Only this action, or those that begin with it.")
    @Nullable String action;

    @Option(names = "--target", description = "Only what was done to this.")
    @Nullable String target;

    @Option(names = "--outcome", description = "Only with this outcome: done, refused, failed.")
    @Nullable String outcome;

    @Option(names = "--since", paramLabel = "TIME", description = "Only of this time and later.")
    @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only before this time.")
    @Nullable Instant until;

    @Option(
            names = {"-n", "--limit"},
            description = "How many entries; 100 without it.")
    int limit = 100;

    @Option(names = "--csv", description = "Print CSV (RFC 4180).")
    boolean csv;

    AuditCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        AuditClient audit = new AuditClient(system.in(surface.systems()).socket());
        List<Entry> entries = entries(audit);
        if (csv) {
            surface.out().print(AuditText.CSV_HEAD + AuditText.csv(entries));
        } else if (options.json) {
            surface.json(Map.of("entries", entries));
        } else {
            show(entries);
        }
        return 0;
    }

    private List<Entry> entries(AuditClient audit) {
        List<Entry> entries = new ArrayList<>();
        String before = null;
        do {
            int wanted = Math.min(limit - entries.size(), 1000);
            Audit.Page page =
                    audit.entries(
                            Surface.caller(),
                            new Audit.Query(
                                    who, action, target, outcome, since, until, before, wanted));
            entries.addAll(page.entries());
            before = page.next();
        } while (before != null && entries.size() < limit);
        return entries;
    }

    private void show(List<Entry> entries) {
        Table table = new Table("TIME", "WHO", "FROM", "ACTION", "TARGET", "OUTCOME", "DETAIL");
        for (Entry entry : entries) {
            table.add(
                    Times.text(entry.at()),
                    entry.who(),
                    entry.from(),
                    entry.action(),
                    entry.target(),
                    entry.outcome(),
                    AuditText.detail(entry));
        }
        table.lines().forEach(surface.out()::println);
    }
}
