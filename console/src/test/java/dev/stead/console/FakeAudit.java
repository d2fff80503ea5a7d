package dev.stead.console;

import dev.stead.api.Audit;
import dev.stead.api.Caller;
import dev.stead.api.Permission;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Shows the entries of a sample, in two pages. */
final class FakeAudit implements Audit {
    final List<Query> asked = new CopyOnWriteArrayList<>();
    private final Sample sample;

    FakeAudit(Sample sample) {
        this.sample = sample;
    }

    @Override
    public Page entries(Caller caller, Query query) {
        Who.must(caller, Permission.SEE_ACCOUNTS);
        asked.add(query);
        return new Page(sample.entries(), query.before() == null ? "988" : null);
    }
}
