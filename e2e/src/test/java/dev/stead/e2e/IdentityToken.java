package dev.stead.e2e;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * A signed token as a component gets it, checked with the JDK alone: RFC 7515 (form), 7517 (keys),
 * 7518 (ES256).
 */
record IdentityToken(JsonNode claims) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Checks the signature with the key that the token names. */
    static IdentityToken verified(String token, String keys) throws GeneralSecurityException {
        String[] parts = token.split("\\.", -1);
        JsonNode head = JSON.readTree(decoded(parts[0]));
        if (parts.length != 3 || !head.path("alg").asString().equals("ES256")) {
            throw new AssertionError("not an ES256 token: " + head);
        }
        Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
        check.initVerify(key(head.path("kid").asString(), JSON.readTree(keys)));
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        if (!check.verify(decoded(parts[2]))) {
            throw new AssertionError("the signature is wrong");
        }
        return new IdentityToken(JSON.readTree(decoded(parts[1])));
    }

    /** For whom it is. */
    List<String> audience() {
        JsonNode audience = claims.path("aud");
        return audience.isArray()
                ? audience.valueStream().map(JsonNode::asString).toList()
                : List.of(audience.asString());
    }

    /** How long it is good, from its beginning. */
    long seconds() {
        return claims.path("exp").asLong() - claims.path("iat").asLong();
    }

    private static PublicKey key(String id, JsonNode keys) throws GeneralSecurityException {
        for (JsonNode key : keys.path("keys")) {
            if (key.has("d")) {
                throw new AssertionError("a private key is published");
            }
            if (key.path("kid").asString().equals(id)) {
                AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
                curve.init(new ECGenParameterSpec("secp256r1"));
                return KeyFactory.getInstance("EC")
                        .generatePublic(
                                new ECPublicKeySpec(
                                        new ECPoint(number(key.path("x")), number(key.path("y"))),
                                        curve.getParameterSpec(ECParameterSpec.class)));
            }
        }
        throw new AssertionError("no published key " + id);
    }

    private static BigInteger number(JsonNode text) {
        return new BigInteger(1, decoded(text.asString()));
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
