package dev.stead.agent;

import dev.stead.base.Scheduler;
import dev.stead.driver.Driver;
import dev.stead.driver.Handle;
import dev.stead.driver.Usage;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What an instance uses, looked up when somebody asks, at most once a second. Thread-safe. */
final class UsageMeter {
    private static final long LEAST_GAP = TimeUnit.SECONDS.toNanos(1);

    private final Driver driver;
    private final Scheduler scheduler;
    private Optional<Sample> last = Optional.empty();
    private Reading reading = Reading.NONE;

    UsageMeter(Driver driver, Scheduler scheduler) {
        this.driver = driver;
        this.scheduler = scheduler;
    }

    /** Looks again when the last look is old enough. */
    synchronized Reading read(Handle handle) {
        long now = scheduler.nanos();
        boolean same = last.filter(sample -> sample.handle.equals(handle)).isPresent();
        if (same && now - last.get().at < LEAST_GAP) {
            return reading;
        }
        Usage usage = driver.usage(handle);
        double cpu =
                same
                        ? Math.max(0, (usage.cpuNanos() - last.get().cpu))
                                / (double) (now - last.get().at)
                        : 0;
        last = Optional.of(new Sample(handle, now, usage.cpuNanos()));
        reading = new Reading(usage.memory(), cpu);
        return reading;
    }

    /** Nothing runs any more. */
    synchronized void reset() {
        last = Optional.empty();
        reading = Reading.NONE;
    }

    /**
     * @param memory bytes
     * @param cpu cores
     */
    record Reading(long memory, double cpu) {
        static final Reading NONE = new Reading(0, 0);
    }

    private record Sample(Handle handle, long at, long cpu) {}
}
