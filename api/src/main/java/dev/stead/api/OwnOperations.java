package dev.stead.api;

import static dev.stead.api.Permission.CHANGE_OWN;
import static dev.stead.api.Permission.SEE_OWN;

import dev.stead.api.ControlWire.CodeBody;
import dev.stead.api.ControlWire.PasswordBody;
import dev.stead.api.ControlWire.SessionList;
import dev.stead.api.ControlWire.TokenList;
import dev.stead.api.ControlWire.VersionDocument;

import java.util.List;

/** Operations on what is the caller's own. */
record OwnOperations(Accounts accounts, VersionDocument version) {
    List<Operation> all() {
        return List.of(
                Operation.get(
                        "version",
                        "/v1/version",
                        SEE_OWN,
                        "The version of Stead that answers",
                        VersionDocument.class,
                        _ -> version),
                Operation.get(
                        "me",
                        "/v1/me",
                        SEE_OWN,
                        "Who asks",
                        Accounts.Me.class,
                        call -> accounts.me(call.caller())),
                Operation.get(
                        "sessions",
                        "/v1/me/sessions",
                        SEE_OWN,
                        "The caller's sessions",
                        SessionList.class,
                        call -> new SessionList(accounts.sessions(call.caller()))),
                Operation.act(
                        "endSession",
                        "DELETE",
                        "/v1/me/sessions/{id}",
                        CHANGE_OWN,
                        "End one of the caller's sessions",
                        call -> accounts.endSession(call.caller(), call.part("id"))),
                Operation.act(
                        "changePassword",
                        "PUT",
                        "/v1/me/password",
                        CHANGE_OWN,
                        "Change the caller's password; their other sessions end",
                        Accounts.PasswordChange.class,
                        (call, body) -> accounts.changePassword(call.caller(), body)),
                Operation.make(
                        "beginTotp",
                        "POST",
                        "/v1/me/totp",
                        CHANGE_OWN,
                        "Begin a second factor",
                        Accounts.Enrolment.class,
                        call -> accounts.beginTotp(call.caller())),
                Operation.make(
                        "confirmTotp",
                        "POST",
                        "/v1/me/totp/confirm",
                        CHANGE_OWN,
                        "Confirm the second factor with a code of it",
                        CodeBody.class,
                        Accounts.RecoveryCodes.class,
                        (call, body) -> accounts.confirmTotp(call.caller(), body.code())),
                Operation.act(
                        "dropTotp",
                        "POST",
                        "/v1/me/totp/drop",
                        CHANGE_OWN,
                        "Take the caller's second factor away",
                        PasswordBody.class,
                        (call, body) -> accounts.dropTotp(call.caller(), body.password())),
                Operation.get(
                        "ownTokens",
                        "/v1/me/tokens",
                        SEE_OWN,
                        "The caller's tokens",
                        TokenList.class,
                        call -> new TokenList(accounts.ownTokens(call.caller()))),
                Operation.make(
                        "makeToken",
                        "POST",
                        "/v1/me/tokens",
                        CHANGE_OWN,
                        "Make a token for the caller; its secret is shown this once",
                        Accounts.TokenRequest.class,
                        Accounts.NewToken.class,
                        (call, body) -> accounts.makeToken(call.caller(), body)),
                Operation.act(
                        "revokeOwnToken",
                        "DELETE",
                        "/v1/me/tokens/{id}",
                        CHANGE_OWN,
                        "Revoke one of the caller's tokens",
                        call -> accounts.revokeOwnToken(call.caller(), call.part("id"))));
    }
}
