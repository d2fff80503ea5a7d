package dev.stead.bench;

import dev.stead.model.AddressRules;
import dev.stead.model.TrafficRules;
import dev.stead.model.TrafficRules.PerAccount;
import dev.stead.model.TrafficRules.PerAddress;
import dev.stead.model.TrafficRules.Rate;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** Rules by which one address may ask as much as a load generator can, while all is counted. */
public final class Unlimited {
    private static final Rate RATE = new Rate(1_000_000, 1_000_000);

    public static final TrafficRules RULES =
            new TrafficRules(
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    new PerAddress(1_000_000, RATE, RATE),
                    new PerAccount(RATE, RATE),
                    AddressRules.ANY,
                    TrafficRules.DEFAULT.log());

    private Unlimited() {}
}
