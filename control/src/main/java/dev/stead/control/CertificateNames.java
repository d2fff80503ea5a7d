package dev.stead.control;

import dev.stead.model.Certificate;
import dev.stead.model.Component;
import dev.stead.model.Engine;
import dev.stead.model.EnginePlace;
import dev.stead.model.Route;
import dev.stead.model.SystemSpec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether the certificates that came from files cover the hosts of a system (RFC 6125). */
final class CertificateNames {
    private static final int DNS = 2;

    private CertificateNames() {}

    /**
     * A sentence for each host that no certificate covers; none when they are not from files, or
     * one of them cannot be read, which the gateway tells.
     *
     * @param folder of the system file
     */
    static List<String> warnings(SystemSpec system, Path folder) {
        List<String> unnamed = unnamed(system);
        if (!unnamed.isEmpty() && system.certificate() instanceof Certificate.Acme) {
            return unnamed.stream().map(name -> unissued(name, system)).toList();
        }
        List<String> files = files(system.certificate());
        Set<String> names = new LinkedHashSet<>();
        for (String file : files) {
            Set<String> some = names(folder.resolve(file));
            if (some.isEmpty()) {
                return List.of();
            }
            names.addAll(some);
        }
        String which =
                files.size() == 1
                        ? "the certificate " + files.getFirst() + " does not cover "
                        : "none of the certificates " + String.join(", ", files) + " covers ";
        return files.isEmpty()
                ? List.of()
                : hosts(system).stream()
                        .filter(host -> !covers(names, host))
                        .map(host -> which + host + outcome(host, system))
                        .toList();
    }

    private static boolean covers(Set<String> names, String host) {
        return names.contains(host) || names.contains("*" + host.substring(dot(host)));
    }

    private static String outcome(String host, SystemSpec system) {
        return host.equals(system.ownHost())
                ? ", where people sign in: browsers will refuse it"
                : ": browsers will refuse it";
    }

    private static List<String> files(Certificate certificate) {
        return switch (certificate) {
            case Certificate.Files(String file, String _) -> List.of(file);
            case Certificate.Several(List<Certificate.Files> pairs) ->
                    pairs.stream().map(Certificate.Files::certificate).distinct().toList();
            case Certificate.LocalAuthority _, Certificate.Acme _ -> List.of();
        };
    }

    private static Set<String> hosts(SystemSpec system) {
        Set<String> hosts = new LinkedHashSet<>();
        for (Component component : system.components()) {
            component.routes().stream().map(Route::host).forEach(hosts::add);
        }
        hosts.add(system.ownHost());
        if (!unnamed(system).isEmpty()) {
            hosts.add("*." + system.domain());
        }
        return hosts;
    }

    /** Components of engines each of which has a host that nobody can name before. */
    private static List<String> unnamed(SystemSpec system) {
        return system.components().stream()
                .filter(c -> c instanceof Engine engine && engine.place() == EnginePlace.HOST)
                .map(Component::name)
                .toList();
    }

    private static String unissued(String engine, SystemSpec system) {
        return "the authority issues no certificate for *."
                + system.domain()
                + " by the way that Stead asks for it, and each "
                + engine
                + " has a host there: browsers will refuse it; give a certificate in files, or"
                + " write place: path";
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
