package dev.stead.control;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The ways to pack a file for browsers: Brotli (RFC 7932), Zstandard (RFC 8878) and gzip (RFC
 * 1952). The native libraries are loaded when first wanted, from a folder of the system's own: what
 * is loaded from a folder that everybody may write could be somebody else's. Where they cannot be
 * loaded, gzip remains. Thread-safe.
 */
final class Packers {
    private static final Logger LOG = LoggerFactory.getLogger(Packers.class);
    private static final String BROTLI = "/lib/linux-x86_64/libbrotli.so";
    private static final int ZSTD_LEVEL = 19;
    private static final int ALL = 3;

    private final Path folder;
    private List<Packer> found = List.of();

    /**
     * Loads nothing yet.
     *
     * @param folder of the system, where libraries are put for the moment of loading
     */
    Packers(Path folder) {
        this.folder = folder;
    }

    /** One way to pack. */
    interface Packer {
        /** What the names of packed files end with. */
        String ending();

        byte[] pack(byte[] plain) throws IOException;
    }

    /** Every way that works here. */
    synchronized List<Packer> all() {
        if (found.isEmpty()) {
            found = load();
        }
        return found;
    }

    private List<Packer> load() {
        List<Packer> ways = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            Path own = Files.createTempDirectory(folder, ".libraries");
            try {
                ways.addAll(working(List.of(() -> brotli(own), () -> zstd(own))));
            } finally {
                Trees.delete(own);
            }
        } catch (IOException e) {
            LOG.warn("no libraries for packing can be put into {}", folder, e);
        }
        ways.add(new Gzip());
        if (ways.size() < ALL) {
            LOG.warn(
                    "releases get these packed forms only: {}",
                    ways.stream().map(Packer::ending).toList());
        }
        return List.copyOf(ways);
    }

    /** Finds out whether a way works here, and how. */
    interface Loading {
        Packer load() throws IOException;
    }

    /** Those that work, each by itself. */
    static List<Packer> working(List<Loading> wanted) {
        List<Packer> ways = new ArrayList<>();
        for (Loading each : wanted) {
            try {
                ways.add(each.load());
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.warn("a library for packing cannot be loaded", e);
            }
        }
        return ways;
    }

    private static Packer brotli(Path own) throws IOException {
        Path library = own.resolve("libbrotli.so");
        try (InputStream in = Brotli4jLoader.class.getResourceAsStream(BROTLI)) {
            if (in == null) {
                throw new IOException("there is no " + BROTLI);
            }
            Files.copy(in, library);
        }
        System.setProperty("brotli4j.library.path", library.toString());
        Brotli4jLoader.ensureAvailability();
        return new Brotli();
    }

    private static Packer zstd(Path own) {
        System.setProperty("ZstdTempFolder", own.toString());
        com.github.luben.zstd.util.Native.load();
        return new Zstandard();
    }

    /** The larger the file, the lower the level, so that none takes more than a few seconds. */
    private record Brotli() implements Packer {
        private static final int SMALL = 1 << 20;
        private static final int MIDDLE = 4 << 20;
        private static final int WINDOW = 22;

        @Override
        public String ending() {
            return "br";
        }

        @Override
        public byte[] pack(byte[] plain) throws IOException {
            int level = plain.length <= SMALL ? 11 : plain.length <= MIDDLE ? 10 : 9;
            return Encoder.compress(plain, Encoder.Parameters.create(level, WINDOW));
        }
    }

    /** The window of this level is 8 MiB, the most that browsers take (RFC 9659). */
    private record Zstandard() implements Packer {
        @Override
        public String ending() {
            return "zst";
        }

        @Override
        public byte[] pack(byte[] plain) {
            return Zstd.compress(plain, ZSTD_LEVEL);
        }
    }

    private record Gzip() implements Packer {
        @Override
        public String ending() {
            return "gz";
        }

        @Override
        public byte[] pack(byte[] plain) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 3 + 64);
            try (GZIPOutputStream out = new Best(bytes)) {
                out.write(plain);
            }
            return bytes.toByteArray();
        }
    }

    private static final class Best extends GZIPOutputStream {
        Best(ByteArrayOutputStream bytes) throws IOException {
            super(bytes, 8192);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
