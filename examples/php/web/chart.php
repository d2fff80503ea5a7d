<?php
// A chart of bars, drawn on the server.
declare(strict_types=1);

const BARS = 24;

/** The latest uses a day as an SVG image; without scripts or styles of its own. */
function chart(array $use): string
{
    $shown = array_slice($use, -BARS);
    $most = max(1, ...array_column($shown, 'tenths'));
    $bars = '';
    foreach ($shown as $i => $each) {
        $height = round(120 * $each['tenths'] / $most, 1);
        $bars .= sprintf(
            '<rect x="%d" y="%s" width="20" height="%s" rx="2"><title>until %s: %s kWh a day</title></rect>',
            $i * 26,
            120 - $height,
            $height,
            $each['until'],
            kwh($each['tenths'])
        );
    }
    return sprintf(
        '<svg class="chart" role="img" aria-label="Use a day, at most %s kWh" viewBox="0 0 %d 120">%s</svg>',
        kwh($most),
        max(1, count($shown)) * 26 - 6,
        $bars
    );
}
