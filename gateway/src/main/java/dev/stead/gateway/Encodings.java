package dev.stead.gateway;

/** Reads {@code Accept-Encoding}. */
final class Encodings {
    private Encodings() {}

    /** Whether gzip is named, and not with a weight of zero. */
    static boolean acceptsGzip(String header) {
        for (String item : header.split(",", -1)) {
            String[] parts = item.split(";", 2);
            String name = parts[0].strip();
            if (name.equalsIgnoreCase("gzip") || name.equals("*")) {
                return parts.length == 1 || !isZero(parts[1].strip());
            }
        }
        return false;
    }

    private static boolean isZero(String weight) {
        return weight.matches("[qQ]\\s*=\\s*0(\\.0{0,3})?");
    }
}
