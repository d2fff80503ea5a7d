package dev.stead.console;

import dev.stead.api.SignIn;

/** What follows a sign-in that worked. */
record Entrance(SignIn signIn) {
    /**
     * Goes on with the new session. The one that this browser had before ends, here and in every
     * application: signing out would not reach it any more.
     */
    Reply to(Visit visit, String to, String secret) {
        if (!visit.caller().secret().isEmpty()) {
            signIn.end(visit.caller());
        }
        return Reply.seeOther(to).withCookie(Cookies.set(Cookies.SESSION, secret));
    }
}
