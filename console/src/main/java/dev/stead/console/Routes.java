package dev.stead.console;

import dev.stead.api.Permission;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** Which page answers where, and what a visitor needs, to say so to those who lack it. */
record Routes(Router router, Requests requests) {
    /** A page that anybody may ask for. */
    void open(String path, Page page) {
        get(path, Permission.SEE_OWN, page);
    }

    /** A page that is looked at. */
    void get(String path, Permission permission, Page page) {
        router.route(HttpMethod.GET, path)
                .method(HttpMethod.HEAD)
                .handler(requests.page(permission, page));
    }

    /** A change. */
    void post(String path, Permission permission, Page page) {
        router.post(path).handler(requests.page(permission, page));
    }

    /** A page that may take long because it waits for something. */
    void getPatiently(String path, Permission permission, Page page) {
        router.get(path).handler(requests.patient(permission, page));
    }

    /** A change that may take long because it waits for something. */
    void postPatiently(String path, Permission permission, Page page) {
        router.post(path).handler(requests.patient(permission, page));
    }

    /** A change that checks a password. */
    void wayIn(String path, Permission permission, Page page) {
        router.post(path).handler(requests.wayIn(permission, page));
    }

    /** Something that goes on, to look at; ends when the client goes away. */
    void getStream(String path, Permission permission, StreamedPage page) {
        router.get(path).handler(requests.follow(permission, page));
    }

    /** A change that shows how it goes; goes on when the client goes away. */
    void postStream(String path, Permission permission, StreamedPage page) {
        router.post(path).handler(requests.change(permission, page));
    }
}
