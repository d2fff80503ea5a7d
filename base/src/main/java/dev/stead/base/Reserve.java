package dev.stead.base;

/** Space that is held back, so that state can be written on a full disk. Thread-safe. */
@FunctionalInterface
public interface Reserve {
    /** Nothing is held back. */
    Reserve NONE = () -> {};

    /**
     * To be called just before state is written: where hardly anything is free, gives up a part of
     * what is held back. Never fails; whether the writing succeeds is seen by writing.
     */
    void makeRoom();
}
