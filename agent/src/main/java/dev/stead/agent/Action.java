package dev.stead.agent;

/** What the decision asks the shell to do; each that can fail is answered by an event. */
enum Action {
    /** Prepare and start a process; answered by Started or StartFailed. */
    LAUNCH,
    /** Give up the launch under way; it is answered all the same. */
    CANCEL_LAUNCH,
    /** Try whether it can work; answered by ProbeOk or ProbeFailed. */
    PROBE,
    /** Send the stop signal to the main process; it ends or it does not. */
    SIGNAL,
    /** End every process that is left; answered by Cleared or ClearFailed. */
    CLEAR,
    /** Nothing is left and nothing shall be: forget it. */
    FORGET
}
