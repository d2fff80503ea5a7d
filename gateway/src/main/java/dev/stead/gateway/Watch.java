package dev.stead.gateway;

import dev.stead.gateway.Finding.Nobody;
import dev.stead.gateway.Finding.SignedIn;
import dev.stead.gateway.Finding.Unavailable;
import dev.stead.gateway.Finding.Unsure;
import dev.stead.model.Access;

/**
 * Sees to it that what a visitor has open (an upgraded connection, a reply or a body that lasts)
 * ends with the session, or with the membership that it needs. Looks at each tick whether the
 * answer of control that it was opened with still holds, and has control asked when not. Bytes in
 * either direction are a use of the session, silence is not.
 *
 * <p>On the connection's loop only.
 */
final class Watch implements Timed {
    /** What cannot be asked about for so long is closed. */
    private static final long PATIENCE = 10_000_000_000L;

    private final SessionCache sessions;
    private final Loop loop;
    private final Access access;
    private final Runnable cut;
    private SignedIn basis;
    private boolean moved;
    private boolean asking;
    private boolean over;
    private long unansweredSince;
    private boolean unanswered;

    /**
     * @param basis what let the visitor in
     * @param cut closes what is watched
     */
    Watch(SessionCache sessions, Loop loop, Access access, SignedIn basis, Runnable cut) {
        this.sessions = sessions;
        this.loop = loop;
        this.access = access;
        this.basis = basis;
        this.cut = cut;
    }

    /** Bytes have passed. */
    void moved() {
        moved = true;
    }

    /** What was watched has ended by itself. */
    void end() {
        over = true;
    }

    @Override
    public void checkDeadlines(long now) {
        if (over) {
            return;
        }
        if (moved) {
            moved = false;
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
                if (!AccessRule.admits(access, signedIn)) {
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
