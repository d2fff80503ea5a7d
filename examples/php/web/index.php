<?php
// The front: every path that is no file comes here.
declare(strict_types=1);

require_once __DIR__ . '/book.php';
require_once __DIR__ . '/chart.php';
require_once __DIR__ . '/page.php';

header("Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
header('Referrer-Policy: same-origin');
header('Cache-Control: no-store');

$path = parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH);
$asked = ($_SERVER['REQUEST_METHOD'] ?? 'GET') . ' ' . $path;

match ($asked) {
    'GET /', 'HEAD /' => show_page(200, open_book()),
    'POST /readings' => take_reading(open_book()),
    'GET /readings.csv' => send_csv(open_book()),
    default => show_nothing_there(),
};

/** Writes a reading down, or says what is wrong with it. */
function take_reading(PDO $book): void
{
    // A field that comes as a list is no text.
    $day = is_string($_POST['day'] ?? null) ? trim($_POST['day']) : '';
    $kwh = is_string($_POST['kwh'] ?? null) ? trim($_POST['kwh']) : '';
    $wrong = add_reading($book, $day, $kwh, $_SERVER['REMOTE_USER'] ?? 'somebody');
    if ($wrong !== []) {
        show_page(422, $book, ['day' => $day, 'kwh' => $kwh], $wrong);
        return;
    }
    // So that to load the page again does not send the form again.
    header('Location: /', true, 303);
}

/** All readings, for a spreadsheet. */
function send_csv(PDO $book): void
{
    header('Content-Type: text/csv; charset=utf-8');
    header('Content-Disposition: attachment; filename="readings.csv"');
    $out = fopen('php://output', 'w');
    fputcsv($out, ['day', 'kwh', 'written by']);
    foreach (readings($book) as $each) {
        fputcsv($out, [$each['day'], kwh($each['tenths']), $each['account']]);
    }
}
