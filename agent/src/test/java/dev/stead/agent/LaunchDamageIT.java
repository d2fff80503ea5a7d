package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.InstanceStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/** What the driver wrote of a start is damaged; the process that it is of goes on. */
class LaunchDamageIT {
    @TempDir Path temporary;
    private final Random random = new Random(8);

    @Test
    void anInstanceWhoseRecordOfItsStartIsDamagedIsAdopted() throws Exception {
        try (RealMachine machine = new RealMachine(temporary)) {
            RealMachine.Server server = machine.server();
            server.agent().run(RealMachine.shell("api-1", "exec sleep 1000"));
            await().until(() -> pid(server).isPresent());
            OptionalLong pid = pid(server);
            Path file = launches(machine).getFirst();
            byte[] good = Files.readAllBytes(file);
            RealMachine.Server last = server;
            for (int round = 0; round < Counts.of(15, 400); round++) {
                last.kill();
                byte[] bad = round % 3 == 0 ? cut(good) : flipped(good);
                Files.write(file, bad);

                last = machine.server();

                InstanceStatus adopted = last.agent().awaitSettled("api-1", Duration.ofSeconds(10));
                assertThat(adopted.pid()).as("round " + round).isEqualTo(pid);
                assertThat(adopted.restarts()).isZero();
            }
            Files.write(file, good);
        }
    }

    private byte[] cut(byte[] good) {
        return Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
    }

    /** A bit anywhere, or in the instance's name, which once made it an orphan. */
    private byte[] flipped(byte[] good) {
        byte[] bad = good.clone();
        int name = new String(good, StandardCharsets.ISO_8859_1).indexOf("api-1");
        int at = random.nextBoolean() ? name + random.nextInt(5) : random.nextInt(good.length);
        bad[at] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    private static OptionalLong pid(RealMachine.Server server) {
        return server.agent()
                .instance("api-1")
                .map(status -> status.pid())
                .orElse(OptionalLong.empty());
    }

    private static List<Path> launches(RealMachine machine) throws IOException {
        try (Stream<Path> files = Files.list(machine.folder.launches())) {
            return files.toList();
        }
    }

    /** Of a launch that nothing else tells of nobody knows whether it runs. */
    @Test
    void aRecordThatNobodyKnowsAndNobodyCanReadStopsTheStart() throws Exception {
        try (RealMachine machine = new RealMachine(temporary)) {
            machine.server().kill();
            Files.createDirectories(machine.folder.launches());
            Path file = machine.folder.launches().resolve("unknown");
            Files.writeString(file, "t1\napi-1\nhalf of");
            Optional<String> said = Optional.empty();
            try {
                machine.server();
            } catch (dev.stead.base.SteadException e) {
                said = Optional.of(e.what() + "; " + e.mend());
            }

            assertThat(said.orElse("nothing"))
                    .contains(file.toString())
                    .contains("delete the file");
            assertThat(file).hasContent("t1\napi-1\nhalf of");

            Files.writeString(file, "");
            machine.server();
            assertThat(file).doesNotExist();
        }
    }
}
