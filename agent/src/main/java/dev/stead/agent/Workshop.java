package dev.stead.agent;

import dev.stead.driver.Driver;

/** What all instances of an agent work with. */
record Workshop(
        Driver driver,
        Launcher launcher,
        Prober prober,
        Dwellings dwellings,
        Allowances allowances,
        Fence fence,
        Records records,
        Logs logs,
        Surroundings around) {}
