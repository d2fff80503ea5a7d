package dev.stead.gateway;

import dev.stead.gateway.Finding.Nobody;
import dev.stead.gateway.Finding.SignedIn;
import dev.stead.gateway.Finding.Unavailable;
import dev.stead.gateway.Finding.Unsure;

/**
 * Ends what a signed-in visitor has open with the session, or when the route is no more or needs a
 * membership that the visitor lacks. Looks at each tick whether the answer of control that it was
 * opened with still holds, and has control asked when not.
 *
 * <p>What the client sends is a use of the session, silence is not; nor is what a component sends
 * by itself, which would keep a session for ever that nobody uses.
 */
final class SessionWatch implements Watch {
    /** What cannot be asked about for so long is closed. */
    private static final long PATIENCE = 10_000_000_000L;

    private final SessionCache sessions;
    private final Loop loop;
    private final PresentAccess access;
    private final Runnable cut;
    private SignedIn basis;
    private boolean used;
    private boolean asking;
    private boolean over;
    private long unansweredSince;
    private boolean unanswered;

    /**
     * @param basis what let the visitor in
     * @param cut closes what is watched
     */
    SessionWatch(
            SessionCache sessions, Loop loop, PresentAccess access, SignedIn basis, Runnable cut) {
        this.sessions = sessions;
        this.loop = loop;
        this.access = access;
        this.basis = basis;
        this.cut = cut;
    }

    @Override
    public void used() {
        used = true;
    }

    @Override
    public void end() {
        over = true;
    }

    @Override
    public void checkDeadlines(long now) {
        if (over) {
            return;
        }
        if (used) {
            used = false;
            basis.use().at(now);
        }
        if (unanswered && now - unansweredSince > PATIENCE) {
            cut();
        } else if (!asking) {
            settle(sessions.again(basis));
        }
    }

    private void settle(Finding finding) {
        switch (finding) {
            case SignedIn signedIn -> {
                unanswered = false;
                basis = signedIn;
                if (access.now().filter(it -> AccessRule.admits(it, signedIn)).isEmpty()) {
                    cut();
                }
            }
            case Nobody() -> cut();
            case Unsure() -> ask();
            case Unavailable() -> {}
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void ask() {
        asking = true;
        if (!unanswered) {
            unanswered = true;
            unansweredSince = loop.now();
        }
        sessions.askAgain(basis)
                .thenAcceptAsync(
                        finding -> {
                            asking = false;
                            if (!over) {
                                settle(finding);
                            }
                        },
                        loop.eventLoop());
    }

    private void cut() {
        over = true;
        cut.run();
    }
}
