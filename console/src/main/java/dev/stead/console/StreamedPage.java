package dev.stead.console;

import dev.stead.base.StreamedAnswer;

/**
 * Answers a request with something that goes on for a while. What it throws before anything was
 * written is answered like any other page's failure.
 */
interface StreamedPage {
    void of(Visit visit, StreamedAnswer out);
}
