package dev.stead.console;

import io.vertx.core.net.SocketAddress;

import java.util.concurrent.CountDownLatch;

/**
 * Serves the console with fakes at a port of 127.0.0.1, to look at it: {@code DemoConsole PORT}. A
 * cookie {@code __Host-Http-stead=operator} (or viewer, user) is a session; browsers keep it over
 * plain http only when they are told to send it as a header.
 */
final class DemoConsole {
    private DemoConsole() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        try (Served served = new Served(new Sample(""), "http://127.0.0.1:" + port)) {
            int listening = served.role.listen(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
            System.out.println("http://127.0.0.1:" + listening + "/sign-in");
            new CountDownLatch(1).await();
        }
    }
}
