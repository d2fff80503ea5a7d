package dev.stead.gateway;

/** What is known, kept and read of the files of sites. Thread-safe. */
final class FileStore implements AutoCloseable {
    private final HotFiles hot = new HotFiles();
    private final GzipCache gzip = new GzipCache();
    private final FileReaders readers = new FileReaders();

    HotFiles hot() {
        return hot;
    }

    GzipCache gzip() {
        return gzip;
    }

    FileReaders readers() {
        return readers;
    }

    @Override
    public void close() {
        gzip.close();
        readers.close();
    }
}
