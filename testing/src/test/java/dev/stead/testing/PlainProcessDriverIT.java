package dev.stead.testing;

import dev.stead.driver.ProcessDriver;

import java.nio.file.Path;

/** The same on a host without cgroups. */
class PlainProcessDriverIT extends ProcessDriverIT {
    @Override
    ProcessDriver open() {
        return ProcessDriver.withoutCgroups(Path.of("/proc"), records());
    }
}
