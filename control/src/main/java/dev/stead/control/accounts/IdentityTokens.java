package dev.stead.control.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.stead.base.Code;
import dev.stead.base.DurableFile;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Signs the tokens (JWT, ES256) by which components can prove who is asking. The key is made at
 * first use and kept in a file of mode 0600; one that cannot be read is left as it is. Thread-safe.
 */
final class IdentityTokens {
    private static final Duration LASTS = Duration.ofMinutes(5);

    private final Path file;
    private final InstantSource wall;
    private final SecureRandom random;
    private Optional<Key> key = Optional.empty();

    IdentityTokens(Path file, InstantSource wall, SecureRandom random) {
        this.file = file;
        this.wall = wall;
        this.random = random;
    }

    private record Key(ECKey pair, ECDSASigner signer) {}

    /**
     * A token for one origin.
     *
     * @param issuer the origin of Stead's own pages
     */
    String sign(String issuer, String audience, String account, List<String> groups) {
        Key with = key();
        Instant now = wall.instant();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(JOSEObjectType.JWT)
                                .keyID(with.pair().getKeyID())
                                .build(),
                        new JWTClaimsSet.Builder()
                                .issuer(issuer)
                                .audience(audience)
                                .subject(account)
                                .claim("groups", groups)
                                .issueTime(Date.from(now))
                                .expirationTime(Date.from(now.plus(LASTS)))
                                .build());
        try {
            token.sign(with.signer());
            return token.serialize();
        } catch (JOSEException e) {
            throw new SteadException(Code.INTERNAL, "an identity token could not be signed", "", e);
        }
    }

    /** The public keys, as a JSON Web Key Set. */
    String publicKeys() {
        return new JWKSet(key().pair().toPublicJWK()).toString();
    }

    private synchronized Key key() {
        if (key.isEmpty()) {
            key = Optional.of(load());
        }
        return key.get();
    }

    private Key load() {
        try {
            ECKey pair = read().orElseGet(this::make);
            return new Key(pair, new ECDSASigner(pair));
        } catch (JOSEException e) {
            throw unreadable(e);
        }
    }

    private Optional<ECKey> read() {
        try {
            ECKey pair = ECKey.parse(Files.readString(file));
            if (!pair.isPrivate() || !Curve.P_256.equals(pair.getCurve())) {
                throw unreadable(new IOException("it holds no private key of P-256"));
            }
            if (!isAsMade(pair)) {
                throw unreadable(new IOException("it is damaged"));
            }
            return Optional.of(pair);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | ParseException e) {
            throw unreadable(e);
        }
    }

    /** Whether its parts belong together: another half would sign what nobody can verify. */
    private static boolean isAsMade(ECKey pair) {
        try {
            JWSObject proof =
                    new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload("of one pair"));
            proof.sign(new ECDSASigner(pair));
            return proof.verify(new ECDSAVerifier(pair))
                    && KeyUse.SIGNATURE.equals(pair.getKeyUse())
                    && JWSAlgorithm.ES256.equals(pair.getAlgorithm())
                    && pair.computeThumbprint().toString().equals(pair.getKeyID());
        } catch (JOSEException e) {
            return false;
        }
    }

    private ECKey make() {
        try {
            ECKey pair =
                    new ECKeyGenerator(Curve.P_256)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint(true)
                            .secureRandom(random)
                            .generate();
            DurableFile.write(file, pair.toJSONString());
            return pair;
        } catch (IOException | JOSEException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the key of identity tokens cannot be written: " + e.getMessage(),
                    "make " + file.getParent() + " writable, with space left",
                    e);
        }
    }

    private SteadException unreadable(Exception cause) {
        // A parser's message may quote the file.
        String why = cause instanceof ParseException ? "it is no JSON Web Key" : cause.getMessage();
        return new SteadException(
                Code.EXTERNAL,
                "the key of identity tokens, " + file + ", cannot be used: " + why,
                "restore it from a backup, or move it away: another one is made, and components"
                        + " must read the public keys again",
                cause instanceof ParseException ? new IOException(why) : cause);
    }
}
