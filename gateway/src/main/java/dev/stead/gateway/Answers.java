package dev.stead.gateway;

/** Chooses what answers a request whose head is fine. */
interface Answers {
    Answer choose(ClientConnection client, Request request);
}
