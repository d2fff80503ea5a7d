package dev.stead.gateway;

import dev.stead.model.ProxyRules;
import dev.stead.model.ProxyRules.Breaker;
import dev.stead.model.ProxyRules.Queue;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Rules for tests, changed one at a time: the usual ones, without circuit breaker and slow start.
 */
record Rules(ProxyRules rules) {
    static Rules usual() {
        ProxyRules usual = ProxyRules.DEFAULT;
        return new Rules(
                new ProxyRules(
                        usual.body(),
                        usual.connect(),
                        usual.answer(),
                        usual.stall(),
                        usual.concurrency(),
                        usual.queue(),
                        usual.sticky(),
                        Duration.ZERO,
                        new Breaker(0, Duration.ofSeconds(10)),
                        false));
    }

    Rules body(long most) {
        return with(OptionalLong.of(most), rules.answer(), rules.stall());
    }

    Rules answer(Duration answer) {
        return with(rules.body(), answer, rules.stall());
    }

    Rules stall(Duration stall) {
        return with(rules.body(), rules.answer(), stall);
    }

    private Rules with(OptionalLong body, Duration answer, Duration stall) {
        return new Rules(
                new ProxyRules(
                        body,
                        rules.connect(),
                        answer,
                        stall,
                        rules.concurrency(),
                        rules.queue(),
                        rules.sticky(),
                        rules.slowStart(),
                        rules.breaker(),
                        rules.proxyProtocol()));
    }

    Rules connect(Duration connect) {
        return new Rules(
                new ProxyRules(
                        rules.body(),
                        connect,
                        rules.answer(),
                        rules.stall(),
                        rules.concurrency(),
                        rules.queue(),
                        rules.sticky(),
                        rules.slowStart(),
                        rules.breaker(),
                        rules.proxyProtocol()));
    }

    Rules concurrency(int most, int queue, Duration atMost) {
        return with(
                OptionalInt.of(most),
                new Queue(queue, atMost),
                rules.sticky(),
                rules.slowStart(),
                rules.breaker());
    }

    Rules sticky() {
        return with(rules.concurrency(), rules.queue(), true, rules.slowStart(), rules.breaker());
    }

    Rules slowStart(Duration slowStart) {
        return with(rules.concurrency(), rules.queue(), rules.sticky(), slowStart, rules.breaker());
    }

    Rules breaker(int failures, Duration open) {
        return with(
                rules.concurrency(),
                rules.queue(),
                rules.sticky(),
                rules.slowStart(),
                new Breaker(failures, open));
    }

    private Rules with(
            OptionalInt concurrency,
            Queue queue,
            boolean sticky,
            Duration slowStart,
            Breaker breaker) {
        return new Rules(
                new ProxyRules(
                        rules.body(),
                        rules.connect(),
                        rules.answer(),
                        rules.stall(),
                        concurrency,
                        queue,
                        sticky,
                        slowStart,
                        breaker,
                        rules.proxyProtocol()));
    }

    Rules proxyProtocol() {
        return new Rules(
                new ProxyRules(
                        rules.body(),
                        rules.connect(),
                        rules.answer(),
                        rules.stall(),
                        rules.concurrency(),
                        rules.queue(),
                        rules.sticky(),
                        rules.slowStart(),
                        rules.breaker(),
                        true));
    }
}
