package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who waits for an instance to be started or stopped. For one thread at a time. */
final class Callers {
    private final List<CompletableFuture<Boolean>> starts = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> stops = new ArrayList<>();
    private Optional<SteadException> refusal = Optional.empty();

    void awaitStart(CompletableFuture<Boolean> caller) {
        starts.add(caller);
    }

    void awaitStop(CompletableFuture<Boolean> caller) {
        stops.add(caller);
    }

    /** The start under way cannot succeed; its callers are told when it has failed. */
    void refuse(SteadException why) {
        refusal = Optional.of(why);
    }

    void told(Event event) {
        switch (event) {
            case Event.Started _, Event.StartFailed _ -> startTried();
            case Event.ClearFailed failed ->
                    fail(
                            new SteadException(
                                    Code.EXTERNAL,
                                    failed.reason(),
                                    "see with ps what it waits for; it is tried again"));
            default -> {}
        }
    }

    /** Nothing of the instance is left. */
    void gone() {
        take(stops).forEach(caller -> caller.complete(true));
        SteadException stopped =
                new SteadException(Code.CONFLICT, "it was stopped meanwhile", "start it again");
        take(starts).forEach(caller -> caller.completeExceptionally(stopped));
    }

    void fail(SteadException why) {
        take(stops).forEach(caller -> caller.completeExceptionally(why));
        take(starts).forEach(caller -> caller.completeExceptionally(why));
    }

    private void startTried() {
        Optional<SteadException> why = refusal;
        refusal = Optional.empty();
        for (CompletableFuture<Boolean> caller : take(starts)) {
            why.ifPresentOrElse(caller::completeExceptionally, () -> caller.complete(true));
        }
    }

    private static List<CompletableFuture<Boolean>> take(List<CompletableFuture<Boolean>> from) {
        List<CompletableFuture<Boolean>> taken = List.copyOf(from);
        from.clear();
        return taken;
    }
}
