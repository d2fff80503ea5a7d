package dev.stead.console;

import dev.stead.api.SignIn;

/** The keys by which components check identity tokens. */
record PublicKeys(SignIn signIn) {
    void mount(Routes routes) {
        routes.open(
                "/.well-known/jwks.json",
                visit ->
                        Reply.of(200, "application/json", signIn.publicKeys())
                                .with(Headers.CACHE, "public, max-age=300")
                                // Components' pages and programs anywhere may read it.
                                .with("Cross-Origin-Resource-Policy", "cross-origin"));
    }
}
