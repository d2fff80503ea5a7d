<?php
// The pages, as HTML.
declare(strict_types=1);

/** Text that is not HTML. */
function text(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE);
}

/**
 * The page with the form.
 *
 * @param array<string, string> $written what the form holds
 * @param array<string, string> $wrong what is wrong with it, by field
 */
function show_page(int $status, PDO $book, array $written = [], array $wrong = []): void
{
    $readings = readings($book);
    $use = use_by_day($readings);
    $rows = '';
    foreach (array_reverse($readings) as $i => $each) {
        $used = $use[count($use) - 1 - $i]['tenths'] ?? null;
        $rows .= '<tr><th scope="row">' . text($each['day']) . '</th><td>' . kwh($each['tenths']) . '</td><td>'
            . ($used === null ? '' : kwh($used)) . '</td><td>' . text($each['account']) . "</td></tr>\n";
    }
    $written += ['day' => gmdate('Y-m-d'), 'kwh' => ''];
    show($status, 'Meter', '
    <form method="post" action="/readings">
      ' . field('day', 'Day', 'type="date" required', $written, $wrong) . '
      ' . field('kwh', 'Meter shows (kWh)', 'inputmode="decimal" autocomplete="off" required', $written, $wrong) . '
      <button>Write it down</button>
    </form>
    ' . ($use === [] ? '<p class="muted">Two readings tell how much is used a day.</p>' : chart($use)) . '
    ' . ($readings === [] ? '' : '<table>
      <thead><tr><th scope="col">Day</th><th scope="col">kWh</th><th scope="col">a day</th>
        <th scope="col">by</th></tr></thead>
      <tbody>' . $rows . '</tbody>
    </table>
    <p><a href="/readings.csv">All readings as a table (CSV)</a></p>'));
}

function show_nothing_there(): void
{
    show(404, 'Not here', '<p>There is no such page. <a href="/">To the readings</a></p>');
}

function field(string $name, string $label, string $more, array $written, array $wrong): string
{
    $said = $wrong[$name] ?? '';
    return '<p class="field"><label for="' . $name . '">' . $label . '</label>
        <input id="' . $name . '" name="' . $name . '" value="' . text($written[$name]) . '" ' . $more
        . ($said === '' ? '>' : ' aria-invalid="true" aria-describedby="' . $name . '-wrong">
        <span class="wrong" id="' . $name . '-wrong">' . text($said) . '</span>') . '</p>';
}

function show(int $status, string $title, string $content): void
{
    http_response_code($status);
    $account = text($_SERVER['REMOTE_USER'] ?? 'nobody');
    echo <<<HTML
    <!DOCTYPE html>
    <html lang="en">
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>$title</title>
      <link rel="icon" href="/icon.svg" type="image/svg+xml">
      <link rel="stylesheet" href="/style.css">
    </head>
    <body>
      <main>
        <header><h1>$title</h1><p class="muted">signed in as $account</p></header>
        $content
      </main>
    </body>
    </html>

    HTML;
}
