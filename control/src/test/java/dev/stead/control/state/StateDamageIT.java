package dev.stead.control.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A state database that the disk changed is what was written, or is refused and left as it is;
 * there is no third.
 */
final class StateDamageIT {
    private static final int PAGE = 4096;

    @TempDir Path folder;
    private final Random random = new Random(5);
    private Path file;
    private Map<String, List<String>> written = Map.of();
    private byte[] whole = {};

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("state.db");
        try (StateDatabase database = new StateDatabase(file)) {
            database.open();
            database.write(StateDamageIT::fill);
        }
        whole = Files.readAllBytes(file);
        written = rows();
        assertThat(written.values()).noneMatch(List::isEmpty);
    }

    /** A row in each table, whatever its columns are. */
    private static void fill(Handle h) {
        for (SealedTable table : tables(h)) {
            List<String> values = new ArrayList<>();
            for (Map<String, Object> column :
                    h.createQuery("SELECT type FROM pragma_table_info(:t) ORDER BY cid")
                            .bind("t", table.name())
                            .mapToMap()) {
                values.add(
                        "INTEGER".equals(column.get("type"))
                                ? "7"
                                : "'" + table.name() + " " + values.size() + "'");
            }
            h.execute(
                    "INSERT INTO " + table.quoted() + " VALUES (" + String.join(",", values) + ")");
        }
    }

    private static List<SealedTable> tables(Handle h) {
        return h
                .createQuery(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN"
                                + " ('seal', 'flyway_schema_history')")
                .mapTo(String.class)
                .stream()
                .map(name -> new SealedTable(name, List.of(), List.of()))
                .toList();
    }

    private Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Handle h = Jdbi.create(StateFile.source(file, true)).open()) {
            for (SealedTable table : tables(h)) {
                rows.put(
                        table.name(),
                        h.createQuery("SELECT * FROM " + table.quoted())
                                .mapToMap()
                                .map(Object::toString)
                                .list());
            }
        }
        return rows;
    }

    /** Looks at these bytes as a server's start does; what is refused must be as it was. */
    private boolean passes(byte[] bytes, String how) throws IOException {
        Files.write(file, bytes);
        try {
            new StateFile(file).look();
        } catch (SteadException e) {
            assertThat(e.what()).as(how).contains(file.toString());
            assertThat(e.mend()).as(how).contains("backup");
            assertThat(Files.readAllBytes(file)).as(how).isEqualTo(bytes);
            return false;
        }
        assertThat(rows()).as(how).isEqualTo(written);
        return true;
    }

    @Test
    void oneFlippedBitIsNoticedOrChangesNothing() throws IOException {
        int noticed = 0;
        List<Integer> bits = bits();
        for (int bit : bits) {
            byte[] bad = whole.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            noticed += passes(bad, "bit " + bit) ? 0 : 1;
        }
        System.out.println(
                "StateDamageIT: of " + bits.size() + " flipped bits " + noticed + " were noticed");
        assertThat(noticed).isGreaterThan(bits.size() / 20);
    }

    /**
     * The head of the file; then, of each page, its head and a sample. A look at a database takes
     * 10 to 40 ms, so that each byte would take an hour or two.
     */
    private List<Integer> bits() {
        List<Integer> bits = new ArrayList<>();
        int step = Counts.of(600, 13);
        for (int at = 0; at < whole.length; at += at < 100 ? Counts.of(3, 1) : step) {
            bits.add(at * 8 + random.nextInt(8));
        }
        for (int page = 0; page < whole.length / PAGE; page++) {
            for (int i = 0; i < Counts.of(1, 100); i++) {
                int at = page * PAGE + Counts.of(random.nextInt(12), i);
                bits.add(at * 8 + random.nextInt(8));
            }
        }
        return bits;
    }

    @Test
    void everyFlippedBitOfARowIsNoticed() throws IOException {
        String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (String value : List.of("applied 2", "account 2", "site 1", "membership 1")) {
            int at = text.indexOf(value);
            assertThat(at).as(value).isPositive();
            for (; at >= 0; at = text.indexOf(value, at + 1)) {
                for (int bit = at * 8; bit < (at + value.length()) * 8; bit += Counts.of(11, 1)) {
                    byte[] bad = whole.clone();
                    bad[bit / 8] ^= (byte) (1 << (bit % 8));
                    assertThat(passes(bad, value + ", bit " + bit)).isFalse();
                }
            }
        }
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        int step = Counts.of(PAGE / 2, 61);
        for (int length = 0; length < whole.length; length += step) {
            assertThat(passes(Arrays.copyOf(whole, length), "cut at " + length)).isFalse();
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            SteadException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.EXTERNAL));
            assertThat(Files.size(file)).isEqualTo(length);
        }
    }

    private void open() {
        try (StateDatabase database = new StateDatabase(file)) {
            database.open();
        }
    }

    /** What is in the log only is as it was after one of the changes. */
    @Test
    void aDamagedLogGivesTheStateAfterOneOfTheChanges() throws IOException {
        Set<Map<String, List<String>>> states = new HashSet<>(Set.of(written));
        Path log = folder.resolve("state.db-wal");
        byte[] bytes;
        try (StateDatabase database = new StateDatabase(file)) {
            database.open();
            for (int i = 0; i < 20; i++) {
                String text = "changed " + i;
                database.write(h -> h.execute("UPDATE applied SET content = ?, at = at + 1", text));
                states.add(rows());
            }
            bytes = Files.readAllBytes(log);
        }
        assertThat(states).hasSize(21);
        for (int round = 0; round < Counts.of(60, 5000); round++) {
            boolean cut = round % 2 == 0;
            int at = random.nextInt(bytes.length);
            byte[] bad = cut ? Arrays.copyOf(bytes, at) : bytes.clone();
            if (!cut) {
                bad[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, whole);
            Files.deleteIfExists(folder.resolve("state.db-shm"));
            Files.write(log, bad);
            try {
                new StateFile(file).look();
            } catch (SteadException e) {
                assertThat(Files.readAllBytes(log)).isEqualTo(bad);
                continue;
            }
            assertThat(states).as((cut ? "cut at " : "flipped at ") + at).contains(rows());
        }
        Files.delete(log);
    }

    @Test
    void whatElseStandsInItsPlaceIsRefusedAndStays() throws IOException {
        Files.delete(file);
        Files.createDirectories(file.resolve("of somebody"));
        refused("cannot be used");
        assertThat(file.resolve("of somebody")).exists();
        Files.delete(file.resolve("of somebody"));
        Files.delete(file);

        Files.createSymbolicLink(file, folder.resolve("nowhere"));
        refused("cannot be used");
        Files.delete(file);

        Files.writeString(folder.resolve("state.db-wal"), "of another one");
        refused("is missing, but " + file + "-wal is there");
        assertThat(folder.resolve("state.db-wal")).hasContent("of another one");
    }

    private void refused(String what) {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what()).contains(file.toString()).contains(what);
                            assertThat(e.mend()).isNotEmpty();
                        });
    }

    @Test
    void whatAnotherProgramWroteIntoItIsRefused() throws Exception {
        byte[] changed = change("UPDATE account SET role = 'operator'");
        refused("a row of account is not as Stead wrote it");
        assertThat(Files.readAllBytes(file)).isEqualTo(changed);

        Files.write(file, whole);
        change("DELETE FROM audit");
        refused("a row is missing");

        Files.write(file, whole);
        change("ALTER TABLE component ADD COLUMN other TEXT");
        refused("the definition of a table is not as Stead wrote it");
    }

    private byte[] change(String statement) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var change = connection.createStatement()) {
            change.executeUpdate(statement);
        }
        return Files.readAllBytes(file);
    }

    /** A version before wrote no seals; one that stopped between two steps left none. */
    @Test
    void aDatabaseWithoutSealsIsSealed() throws Exception {
        change("DELETE FROM seal");

        open();

        change("UPDATE account SET role = 'operator'");
        refused("a row of account is not as Stead wrote it");
    }

    @Test
    void aBeginningThatWasCutOffIsBegunAgain() throws IOException {
        Files.delete(file);
        Files.write(folder.resolve("state.db.new"), Arrays.copyOf(whole, 5000));
        Files.write(folder.resolve("state.db.new-wal"), new byte[100]);

        open();

        assertThat(rows().get("account")).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(f -> f.toString().contains(".new"));
        }
    }

    @Test
    void changesOfEveryKindAreSealed() {
        try (StateDatabase database = new StateDatabase(file)) {
            database.open();
            database.write(h -> {
                h.execute("UPDATE account SET id = 'other', name = 'renamed'");
                h.execute("DELETE FROM audit");
                h.execute(
                        "INSERT INTO component (name, port, last) SELECT 'more', 1, NULL"
                                + " WHERE FALSE");
                h.execute("INSERT INTO component (name, port, last) VALUES ('it''s', 1, 2)");
            });
        }
        try (StateDatabase database = new StateDatabase(file)) {
            database.open();
            String name =
                    database.read(h ->
                            h.createQuery("SELECT name FROM account").mapTo(String.class).one());
            assertThat(name).isEqualTo("renamed");
        } catch (SteadException e) {
            fail(e.what());
        }
    }
}
