package dev.stead.gateway;

/** Answers only what the gateway's own limits let in, whatever is asked for. */
record GatedAnswers(Limits limits, Answers inside) implements Answers {
    @Override
    public Answer choose(ClientConnection client, Request request) {
        return limits.gate(client).orElseGet(() -> inside.choose(client, request));
    }
}
