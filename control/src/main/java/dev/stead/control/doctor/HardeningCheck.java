package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.Diagnosis.Severity;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Hardening;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether strangers are kept out of the machine. What concerns the network is a warning where the
 * gateway listens to it, else a note.
 */
final class HardeningCheck implements Check {
    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.HARDENING);
        Hardening host = facts.hardening();
        Severity open = needs.isOpen() ? Severity.WARNING : Severity.NOTE;
        ssh(host, sheet);
        firewall(needs, host, open, sheet);
        folders(host, sheet);
        updates(host, open, sheet);
        return sheet.findings();
    }

    private static void ssh(Hardening host, Sheet sheet) {
        if (host.ssh().isEmpty()) {
            sheet.ok("SSH", "no server's settings are here, or none that Stead may read");
        } else if (host.ssh().get().rootByPassword()) {
            sheet.warning(
                    "SSH",
                    "root may come in with a password, which others guess day and night",
                    "once your key lets you in, allow keys only",
                    keysOnly());
        } else if (host.ssh().get().passwords()) {
            sheet.warning(
                    "SSH",
                    "accounts may come in with a password",
                    "once everybody's keys let them in, allow keys only",
                    keysOnly());
        } else {
            sheet.ok("SSH", "keys only");
        }
    }

    /** The first value counts, and Debian reads this folder first. */
    private static String keysOnly() {
        return "printf 'PermitRootLogin prohibit-password\\nPasswordAuthentication no\\n"
                + "KbdInteractiveAuthentication no\\n' > /etc/ssh/sshd_config.d/00-keys.conf"
                + " && systemctl reload ssh";
    }

    private static void firewall(Needs needs, Hardening host, Severity open, Sheet sheet) {
        Optional<Boolean> firewall = host.firewall();
        if (firewall.isEmpty()) {
            sheet.note(
                    "firewall",
                    host.container()
                            ? "not known: it belongs to the machine that runs this container"
                            : "not known",
                    "see as root",
                    "nft list ruleset");
        } else if (firewall.get()) {
            sheet.ok("firewall", "it filters what comes in");
        } else {
            sheet.add(
                    open,
                    "firewall",
                    "nothing filters what comes in, here on the machine",
                    "let in SSH and the gateway alone, here or before the machine",
                    "apt-get install ufw && ufw allow OpenSSH && ufw allow "
                            + needs.door().http()
                            + ","
                            + needs.door().https()
                            + "/tcp && ufw enable");
        }
    }

    private static void folders(Hardening host, Sheet sheet) {
        for (Path folder : host.writable()) {
            sheet.warning(
                    String.valueOf(folder),
                    "others than its owner may write there, and so replace the state or its"
                            + " secrets",
                    "take that right away",
                    "chmod go-w " + folder);
        }
        if (host.writable().isEmpty()) {
            sheet.ok("state folder", "only its owner may write there, and on the way to it");
        }
    }

    private static void updates(Hardening host, Severity open, Sheet sheet) {
        if (host.updates().isEmpty()) {
            sheet.note(
                    "updates", "whether security updates come by themselves is not known", "", "");
        } else if (host.updates().get()) {
            sheet.ok("updates", "security updates are installed by themselves");
        } else {
            sheet.add(
                    open,
                    "updates",
                    "security updates are not installed by themselves",
                    "let Debian do it",
                    "apt-get install unattended-upgrades && dpkg-reconfigure -f noninteractive"
                            + " unattended-upgrades");
        }
    }
}
