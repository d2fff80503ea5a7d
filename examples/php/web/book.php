<?php
// The readings of the meter. Figures are tenths of a kilowatt-hour, as the meter counts them.
declare(strict_types=1);

/** The book, made when it is first opened. */
function open_book(): PDO
{
    $book = new PDO('sqlite:' . getenv('BOOK'));
    $book->setAttribute(PDO::ATTR_DEFAULT_FETCH_MODE, PDO::FETCH_ASSOC);
    // Several workers write: one waits for the other.
    $book->exec('PRAGMA busy_timeout = 5000');
    $book->exec('PRAGMA journal_mode = WAL');
    $book->exec(
        'CREATE TABLE IF NOT EXISTS reading (
            day TEXT PRIMARY KEY,
            tenths INTEGER NOT NULL,
            account TEXT NOT NULL
        )'
    );
    return $book;
}

/** All readings, the oldest first. */
function readings(PDO $book): array
{
    return $book->query('SELECT day, tenths, account FROM reading ORDER BY day')->fetchAll();
}

/** How much was used from each reading to the next, a day on average. */
function use_by_day(array $readings): array
{
    $use = [];
    for ($i = 1; $i < count($readings); $i++) {
        $from = new DateTimeImmutable($readings[$i - 1]['day'], new DateTimeZone('UTC'));
        $to = new DateTimeImmutable($readings[$i]['day'], new DateTimeZone('UTC'));
        $used = $readings[$i]['tenths'] - $readings[$i - 1]['tenths'];
        $use[] = ['until' => $readings[$i]['day'], 'tenths' => $used / $from->diff($to)->days];
    }
    return $use;
}

/**
 * Writes a reading down.
 *
 * @return array<string, string> what is wrong, by field; empty when it is written down
 */
function add_reading(PDO $book, string $day, string $kwh, string $account): array
{
    $tenths = tenths($kwh);
    $wrong = array_filter(['day' => wrong_day($day), 'kwh' => $tenths === null
        ? 'Write what the meter shows, such as 4711.5.' : null]);
    if ($wrong !== []) {
        return $wrong;
    }
    // Nobody may write between the look at the neighbours and the new row.
    $book->exec('BEGIN IMMEDIATE');
    $wrong = wrong_beside_others($book, $day, $tenths);
    if ($wrong === []) {
        $book->prepare('INSERT INTO reading (day, tenths, account) VALUES (?, ?, ?)')
            ->execute([$day, $tenths, $account]);
    }
    $book->exec('COMMIT');
    return $wrong;
}

/** A meter never runs backwards. */
function wrong_beside_others(PDO $book, string $day, int $tenths): array
{
    $before = null;
    $after = null;
    foreach (readings($book) as $other) {
        if ($other['day'] === $day) {
            return ['day' => 'There is a reading of this day already.'];
        }
        if ($other['day'] < $day) {
            $before = $other;
        } else {
            $after ??= $other;
        }
    }
    if ($before !== null && $before['tenths'] > $tenths) {
        return ['kwh' => 'On ' . $before['day'] . ' the meter showed ' . kwh($before['tenths']) . ' already.'];
    }
    if ($after !== null && $after['tenths'] < $tenths) {
        return ['kwh' => 'On ' . $after['day'] . ' the meter showed only ' . kwh($after['tenths']) . '.'];
    }
    return [];
}

function wrong_day(string $day): ?string
{
    $read = DateTimeImmutable::createFromFormat('!Y-m-d', $day, new DateTimeZone('UTC'));
    if ($read === false || $read->format('Y-m-d') !== $day) {
        return 'Choose a day, such as 2026-11-21.';
    }
    // Where it is tomorrow already, the day has begun.
    return $read->getTimestamp() > time() + 14 * 3600 ? 'This day is still to come.' : null;
}

function tenths(string $kwh): ?int
{
    if (preg_match('/^(\d{1,6})(?:[.,](\d))?$/', $kwh, $parts) !== 1) {
        return null;
    }
    return (int) $parts[1] * 10 + (int) ($parts[2] ?? 0);
}

/** As people write it. */
function kwh(int|float $tenths): string
{
    return number_format($tenths / 10, 1, '.', '');
}
