package dev.stead.control.doctor;

import dev.stead.api.Diagnosis.Area;
import dev.stead.api.Diagnosis.Finding;
import dev.stead.api.HostFacts;
import dev.stead.api.HostFacts.Software;
import dev.stead.control.doctor.Needs.Wish;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether kernel, system and programs are those that Stead and the file were made for. */
final class VersionsCheck implements Check {
    /** pidfd_open(2), by which the driver watches every process, is of 5.3. */
    private static final int MAJOR = 5;

    private static final int MINOR = 3;

    /** Names and versions of packages are those of this release. */
    private static final int DEBIAN = 12;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

    @Override
    public List<Finding> judge(Needs needs, HostFacts facts) {
        Sheet sheet = new Sheet(Area.VERSIONS);
        Software software = facts.software();
        kernel(software, sheet);
        system(software, sheet);
        software.libc().filter(v -> !v.isBlank()).ifPresent(libc -> sheet.ok("glibc", libc));
        for (Wish wish : needs.wishes()) {
            wish(wish, software, sheet);
        }
        return sheet.findings();
    }

    private static void kernel(Software software, Sheet sheet) {
        String kernel = software.kernel().orElse("");
        Matcher version = VERSION.matcher(kernel);
        if (!version.matches() || version.group(2) == null) {
            sheet.note("Linux", "its version is not known", "Stead needs 5.3 or newer", "uname -r");
            return;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
            sheet.fatal(
                    "Linux",
                    kernel + " is too old: processes cannot be watched",
                    "take Linux 5.3 or newer; Debian 12 has 6.1",
                    "");
        } else {
            sheet.ok("Linux", kernel);
        }
    }

    private static void system(Software software, Sheet sheet) {
        String name = software.system().orElse("not known");
        String release = software.release().orElse("");
        boolean debian = name.equals("debian");
        OptionalInt major = major(release);
        if (debian && major.isPresent() && major.getAsInt() == DEBIAN) {
            sheet.ok("system", "Debian " + release);
        } else if (debian && major.orElse(DEBIAN) < DEBIAN) {
            sheet.warning(
                    "system",
                    "Debian " + release + " is older than what Stead is made for, Debian 12",
                    "upgrade it",
                    "");
        } else if (debian) {
            sheet.note(
                    "system",
                    "Debian "
                            + release
                            + "; Stead is made for Debian 12, versions of databases differ",
                    "write the versions it has into the file",
                    "");
        } else {
            sheet.warning(
                    "system",
                    (name + " " + release).strip() + "; Stead is made for Debian 12",
                    "take Debian 12, or install what the file needs by hand",
                    "");
        }
    }

    private static void wish(Wish wish, Software software, Sheet sheet) {
        String installed = software.installed().get(wish.packageName());
        String offered = software.offered().get(wish.packageName());
        if (installed != null) {
            judge(
                    wish,
                    wish.program() + " " + upstream(installed) + " is installed",
                    installed,
                    sheet);
        } else if (offered != null) {
            judge(
                    wish,
                    "apt would install " + wish.program() + " " + upstream(offered),
                    offered,
                    sheet);
        } else {
            sheet.note(
                    wish.component(),
                    "apt knows no package " + wish.packageName() + " yet",
                    "let it look for it",
                    "apt-get update && apt-cache policy " + wish.packageName());
        }
    }

    private static void judge(Wish wish, String has, String version, Sheet sheet) {
        OptionalInt major = major(upstream(version));
        if (wish.major().isEmpty() || major.isEmpty() || major.equals(wish.major())) {
            sheet.ok(wish.component(), has);
            return;
        }
        sheet.fatal(
                wish.component(),
                has + ", the file asks for " + wish.major().getAsInt(),
                "write `"
                        + wish.kind()
                        + ": "
                        + major.getAsInt()
                        + "`, unless data of another version are there; or give apt a source that"
                        + " has "
                        + wish.program()
                        + " "
                        + wish.major().getAsInt(),
                "");
    }

    /** Without Debian's epoch and revision (deb-version(7)). */
    static String upstream(String version) {
        String plain = version.substring(version.indexOf(':') + 1);
        return plain.replaceFirst("[-+~].*", "");
    }

    private static OptionalInt major(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
                : OptionalInt.empty();
    }
}
