package dev.stead.driver;

/** A program could not be started. The message says what and why. */
public final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String mend;

    public DriverException(String what, String mend) {
        super(what);
        this.mend = mend;
    }

    public DriverException(String what, String mend, Throwable cause) {
        super(what, cause);
        this.mend = mend;
    }

    /** What to do about it. */
    public String mend() {
        return mend;
    }
}
