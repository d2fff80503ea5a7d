import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Packs jars again so that the JVM can keep their classes in a start-up cache, which it does
 * neither for classes of signed jars nor for those older than Java 6 (JEP 483 and 514 in JDK 25):
 * takes signatures off, which Maven's checksums stand in for, and gives old classes the frames that
 * Java 7 and later want (JVMS 4.7.4). Other jars stay as they are. Run by {@code finish-dist} from
 * its source.
 */
final class RefreshJars {
    private static final int OLD = ClassFile.JAVA_6_VERSION;
    private static final int NEW = ClassFile.JAVA_8_VERSION;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final ClassFile classes =
            ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.DeadCodeOption.PATCH_DEAD_CODE,
                    ClassFile.ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofResourceParsing(this::find).cached()));

    private RefreshJars() {}

    /**
     * @param jars files, which are replaced where there is something to do
     */
    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            new RefreshJars().refresh(Path.of(jar));
        }
    }

    private void refresh(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            boolean signed = file.stream().anyMatch(RefreshJars::isSignature);
            for (JarEntry entry : Collections.list(file.entries())) {
                if (!entry.isDirectory() && !isSignature(entry)) {
                    try (InputStream content = file.getInputStream(entry)) {
                        entries.put(entry.getName(), content.readAllBytes());
                    }
                }
            }
            if (modernise() | signed) {
                Manifest manifest = new Manifest();
                Attributes attributes = manifest.getMainAttributes();
                attributes.putAll(file.getManifest().getMainAttributes());
                entries.remove(JarFile.MANIFEST_NAME);
                pack(jar, manifest);
            }
        }
    }

    private static boolean isSignature(JarEntry entry) {
        return entry.getName().matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    }

    private boolean modernise() {
        boolean any = false;
        for (Map.Entry<String, byte[]> each : entries.entrySet()) {
            if (each.getKey().endsWith(".class") && version(each.getValue()) < OLD) {
                each.setValue(modern(classes.parse(each.getValue())));
                any = true;
            }
        }
        return any;
    }

    /** Bytes 6 and 7 (JVMS 4.1). */
    private static int version(byte[] type) {
        return ByteBuffer.wrap(type).getChar(6);
    }

    private byte[] modern(ClassModel old) {
        ClassTransform newer =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(NEW, 0);
                    } else {
                        builder.with(element);
                    }
                };
        // Code that is looked into is written anew, with its frames.
        ClassTransform frames =
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        byte[] fresh = classes.transformClass(old, newer.andThen(frames));
        if (!classes.verify(fresh).isEmpty()) {
            throw new IllegalStateException(
                    old.thisClass().asInternalName() + ": " + classes.verify(fresh));
        }
        return fresh;
    }

    private InputStream find(ClassDesc type) {
        String descriptor = type.descriptorString();
        String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
        byte[] here = entries.get(name);
        return here == null
                ? ClassLoader.getSystemResourceAsStream(name)
                : new ByteArrayInputStream(here);
    }

    private void pack(Path jar, Manifest manifest) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (OutputStream file = Files.newOutputStream(fresh);
                JarOutputStream packed = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                packed.putNextEntry(new JarEntry(each.getKey()));
                packed.write(each.getValue());
            }
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
