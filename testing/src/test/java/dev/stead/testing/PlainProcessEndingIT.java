package dev.stead.testing;

import dev.stead.driver.ProcessDriver;

/** The same on a host without cgroups. */
class PlainProcessEndingIT extends ProcessEndingIT {
    @Override
    ProcessDriver open() {
        return ProcessDriver.withoutCgroups(PROC, records());
    }
}
