package dev.stead.driver;

/**
 * Tells a started program from every other, also after its pid was used again and after a restart
 * of the machine.
 *
 * @param launch the mark of its start
 * @param instance the instance it is
 * @param pid of the main process
 * @param startTime of the main process, clock ticks since the machine started (field 22 of
 *     /proc/PID/stat)
 * @param boot the machine's boot id (/proc/sys/kernel/random/boot_id)
 */
public record Handle(String launch, String instance, long pid, long startTime, String boot) {}
