package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.driver.DriverException;

import java.util.Optional;

/** A start did not come about; nothing of it runs. The message is the reason that users read. */
final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<SteadException> refusal;

    private StartFailure(String reason, Optional<SteadException> refusal) {
        super(reason, refusal.orElse(null));
        this.refusal = refusal;
    }

    /** The component did not do its part; another try may go better. */
    static StartFailure of(String reason) {
        return new StartFailure(reason, Optional.empty());
    }

    /** This machine or this specification does not allow it. */
    static StartFailure refused(SteadException why) {
        String mend = why.mend().isEmpty() ? "" : "; " + why.mend();
        return new StartFailure(why.what() + mend, Optional.of(why));
    }

    static StartFailure refused(String instance, DriverException why) {
        return refused(
                new SteadException(
                        Code.HOST, instance + " cannot be started: " + Words.of(why), why.mend()));
    }

    /** What a caller that asked for the start is told, when asking again would not help. */
    Optional<SteadException> refusal() {
        return refusal;
    }
}
