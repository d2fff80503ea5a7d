package dev.stead.console;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as the path of an SVG.
 *
 * @param size of the square, with the quiet zone of four modules on each side; 0: there is no code
 * @param path dark modules, a unit each
 */
record QrPicture(int size, String path) {
    private static final int QUIET = 4;

    static QrPicture of(String text) {
        try {
            QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
            return new QrPicture(code.size + 2 * QUIET, path(code));
        } catch (DataTooLongException e) {
            return new QrPicture(0, "");
        }
    }

    /** One stroke for each run of dark modules in a row. */
    private static String path(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int from = x;
                while (code.getModule(x, y)) {
                    x++;
                }
                if (x > from) {
                    path.append('M').append(from + QUIET).append(' ').append(y + QUIET);
                    path.append('h').append(x - from).append("v1h-").append(x - from).append('z');
                }
                x++;
            }
        }
        return path.toString();
    }
}
