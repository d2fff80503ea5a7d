package dev.stead.gateway;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Content types by extension: what sites of data applications hold. */
final class ContentTypes {
    private static final String BINARY = "application/octet-stream";

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("htm", "text/html; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("md", "text/markdown; charset=utf-8"),
                    Map.entry("csv", "text/csv; charset=utf-8"),
                    Map.entry("tsv", "text/tab-separated-values; charset=utf-8"),
                    Map.entry("xml", "text/xml; charset=utf-8"),
                    Map.entry("yaml", "text/yaml; charset=utf-8"),
                    Map.entry("yml", "text/yaml; charset=utf-8"),
                    Map.entry("ics", "text/calendar; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("geojson", "application/geo+json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("wasm", "application/wasm"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("gz", "application/gzip"),
                    Map.entry("parquet", "application/vnd.apache.parquet"),
                    Map.entry(
                            "xlsx",
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("avif", "image/avif"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff", "font/woff"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("ttf", "font/ttf"),
                    Map.entry("otf", "font/otf"),
                    Map.entry("mp3", "audio/mpeg"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("webm", "video/webm"));

    private static final Set<String> COMPRESSIBLE =
            Set.of(
                    "application/json",
                    "application/geo+json",
                    "application/manifest+json",
                    "application/wasm",
                    "image/svg+xml",
                    "font/ttf",
                    "font/otf");

    private ContentTypes() {}

    /** The type of a file by its name. */
    static String of(String name) {
        return TYPES.getOrDefault(extension(name), BINARY);
    }

    /** Whether compressing files of this type is worth it. */
    static boolean isCompressible(String type) {
        return type.startsWith("text/") || COMPRESSIBLE.contains(type);
    }

    static boolean isHtml(String type) {
        return type.startsWith("text/html");
    }

    /** What follows the last dot, in lower case; empty when there is none. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
