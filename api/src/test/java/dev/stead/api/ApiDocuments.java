package dev.stead.api;

import java.lang.reflect.Proxy;
import java.util.List;

/** All operations, over roles that are never asked. */
final class ApiDocuments {
    private ApiDocuments() {}

    static List<Operation> operations() {
        return ControlHttp.operations(
                never(Control.class),
                never(Engines.class),
                never(Accounts.class),
                never(Audit.class),
                List.of(),
                new ControlWire.VersionDocument("", ""));
    }

    /** One whose methods that give nothing do nothing. */
    static <T> T deaf(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> null));
    }

    private static <T> T never(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, _) -> {
                            throw new AssertionError(method + " was called");
                        }));
    }
}
