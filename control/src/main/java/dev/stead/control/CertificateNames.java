package dev.stead.control;

import dev.stead.model.Certificate;
import dev.stead.model.Component;
import dev.stead.model.Route;
import dev.stead.model.SystemSpec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a certificate that came from files covers the hosts of a system (RFC 6125). */
final class CertificateNames {
    private static final int DNS = 2;

    private CertificateNames() {}

    /**
     * A sentence for each host that the certificate does not cover; none when it is Stead's own, or
     * cannot be read, which the gateway tells.
     *
     * @param folder of the system file
     */
    static List<String> warnings(SystemSpec system, Path folder) {
        if (!(system.certificate() instanceof Certificate.Files(String file, String _))) {
            return List.of();
        }
        Set<String> names = names(folder.resolve(file));
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        for (String host : hosts(system)) {
            if (!names.contains(host) && !names.contains("*" + host.substring(dot(host)))) {
                warnings.add(
                        "the certificate "
                                + file
                                + " does not cover "
                                + host
                                + (host.equals(system.ownHost())
                                        ? ", where people sign in: browsers will refuse it"
                                        : ": browsers will refuse it"));
            }
        }
        return warnings;
    }

    private static Set<String> hosts(SystemSpec system) {
        Set<String> hosts = new LinkedHashSet<>();
        for (Component component : system.components()) {
            component.routes().stream().map(Route::host).forEach(hosts::add);
        }
        hosts.add(system.ownHost());
        return hosts;
    }

    private static int dot(String host) {
        return Math.max(host.indexOf('.'), 0);
    }

    private static Set<String> names(Path file) {
        Set<String> names = new LinkedHashSet<>();
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate leaf =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            var alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name -> name.getFirst().equals(DNS))
                        .forEach(
                                name -> names.add(name.get(1).toString().toLowerCase(Locale.ROOT)));
            }
        } catch (IOException | CertificateException e) {
            return Set.of();
        }
        return names;
    }
}
