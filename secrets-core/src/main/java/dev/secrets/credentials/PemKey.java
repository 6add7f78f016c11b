package dev.secrets.credentials;

import dev.secrets.credentials.SshKeyPair.Format;
import dev.secrets.model.SecretValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * One private key in PEM (RFC 7468, and the encapsulated headers of RFC 1421 that old encrypted keys have): its frame, its body, and
 * the public key where that can be told from it. Lives as long as the call that needs it.
 */
final class PemKey {
    /** Every repetition is possessive, so that no text takes more than one look at each character. */
    private static final Pattern BLOCK =
            Pattern.compile("\\s*+-----BEGIN (?<label>(?:RSA |ENCRYPTED |OPENSSH )?PRIVATE KEY)-----[ \\t\\r]*+\\n"
                    + "(?:(?:[A-Za-z-]++: [^\\n]*+\\n){1,8}+[ \\t\\r]*+\\n)?+"
                    + "(?<body>[A-Za-z0-9+/=\\s]++)"
                    + "-----END \\k<label>-----\\s*+");

    private static final String NEITHER =
            "SshKeyPair: the secret must be one private key in PEM, as PKCS#1, PKCS#8 or OpenSSH, and nothing else";

    private final Format format;
    private final byte[] body;

    private PemKey(Format format, byte[] body) {
        this.format = format;
        this.body = body;
    }

    static PemKey parse(SecretValue pem) {
        byte[] bytes = pem.reveal();
        try {
            return parse(new String(bytes, StandardCharsets.US_ASCII));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static PemKey parse(String text) {
        Matcher block = BLOCK.matcher(text);
        if (!block.matches()) {
            throw new CredentialsFormatException(NEITHER);
        }
        return new PemKey(format(block.group("label")), decode(block.group("body")));
    }

    private static Format format(String label) {
        return switch (label) {
            case "RSA PRIVATE KEY" -> Format.PKCS1;
            case "OPENSSH PRIVATE KEY" -> Format.OPENSSH;
            default -> Format.PKCS8;
        };
    }

    private static byte[] decode(String body) {
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException quotesTheSecret) {
            throw new CredentialsFormatException("SshKeyPair: the body of the private key is not Base64");
        }
    }

    Format format() {
        return format;
    }

    Optional<String> publicKey() {
        try {
            return publicPart(read()).map(PemKey::line);
        } catch (IOException | RuntimeException unreadable) {
            // The readers throw many things at an encrypted or damaged key, some with parts of it in the message. What
            // was asked
            // is whether there is a public key to be told, and there is none.
            return Optional.empty();
        }
    }

    private AsymmetricKeyParameter read() throws IOException {
        return format == Format.PKCS8
                ? PrivateKeyFactory.createKey(body)
                : OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(body);
    }

    private static Optional<AsymmetricKeyParameter> publicPart(AsymmetricKeyParameter key) {
        if (key instanceof RSAPrivateCrtKeyParameters rsa) {
            return Optional.of(new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent()));
        }
        if (key instanceof Ed25519PrivateKeyParameters ed25519) {
            return Optional.of(ed25519.generatePublicKey());
        }
        return Optional.empty();
    }

    private static String line(AsymmetricKeyParameter publicKey) {
        try {
            byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(publicKey);
            return algorithm(blob) + " " + Base64.getEncoder().encodeToString(blob);
        } catch (IOException impossible) {
            throw new IllegalStateException("Writing to memory failed", impossible);
        }
    }

    /** The blob begins with its algorithm's name (RFC 4253, section 6.6). */
    private static String algorithm(byte[] blob) {
        int length = ByteBuffer.wrap(blob).getInt();
        return new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
    }
}
