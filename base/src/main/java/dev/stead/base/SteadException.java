package dev.stead.base;

/**
 * A failure that somebody can do something about. Its message says what happened, to what; {@link
 * #mend} says what to do. Neither may hold a secret.
 */
public final class SteadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String mend;

    /**
     * @param what what happened, to what; a sentence without a full stop
     * @param mend what to do; a sentence without a full stop, empty when there is nothing to say
     */
    public SteadException(Code code, String what, String mend) {
        super(what);
        this.code = code;
        this.mend = mend;
    }

    /** As above, with the failure behind it. */
    public SteadException(Code code, String what, String mend, Throwable cause) {
        super(what, cause);
        this.code = code;
        this.mend = mend;
    }

    public Code code() {
        return code;
    }

    public String mend() {
        return mend;
    }

    /** The message that is always there. */
    public String what() {
        String message = getMessage();
        return message == null ? code.name() : message;
    }
}
