package dev.stead.control.engines;

import dev.stead.api.Activity;
import dev.stead.api.InstanceStatus;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What happens in each engine, by times that no setting of a clock moves. Kept in memory alone: a
 * server that starts takes each engine for used just then. Thread-safe.
 */
final class Pulses {
    /** Use of the CPU, in cores, from which something works in an engine. */
    static final double WORKS = 0.05;

    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();

    /**
     * @param used nanoseconds of the scheduler: when somebody last used it, or something worked in
     *     it
     * @param looked when that was last looked at
     * @param cpuSeconds of all its processes, as far as looks tell
     * @param cpu cores at the last look
     * @param memory bytes at the last look
     * @param connections of browsers at the last look
     */
    record Pulse(
            long used,
            long looked,
            double cpuSeconds,
            double cpu,
            double mostCpu,
            long memory,
            long mostMemory,
            int connections) {
        static Pulse fresh(long now) {
            return new Pulse(now, now, 0, 0, 0, 0, 0, 0);
        }

        Pulse usedAt(long moment) {
            return moment - used <= 0
                    ? this
                    : new Pulse(
                            moment,
                            looked,
                            cpuSeconds,
                            cpu,
                            mostCpu,
                            memory,
                            mostMemory,
                            connections);
        }

        /**
         * After a look.
         *
         * @param byCpu whether use of the CPU counts as work
         */
        Pulse seen(InstanceStatus status, Optional<Activity> outside, boolean byCpu, long now) {
            double passed = (now - looked) / 1e9;
            Pulse seen =
                    new Pulse(
                            used,
                            now,
                            cpuSeconds + status.cpu() * passed,
                            status.cpu(),
                            Math.max(mostCpu, status.cpu()),
                            status.memory(),
                            Math.max(mostMemory, status.memory()),
                            outside.map(Activity::connections).orElse(0));
            Pulse worked = byCpu && status.cpu() >= WORKS ? seen.usedAt(now) : seen;
            return outside.map(a -> worked.usedAt(now - a.sinceWork().toNanos())).orElse(worked);
        }

        Duration unused(long now) {
            return Duration.ofNanos(Math.max(0, now - used));
        }
    }

    Pulse of(String id, long now) {
        return pulses.computeIfAbsent(id, _ -> Pulse.fresh(now));
    }

    void change(String id, long now, UnaryOperator<Pulse> how) {
        pulses.compute(id, (_, p) -> how.apply(p == null ? Pulse.fresh(now) : p));
    }

    /** Forgets all but these. */
    void keep(Set<String> ids) {
        pulses.keySet().retainAll(ids);
    }
}
