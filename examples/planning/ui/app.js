// The page's one state: the plan as last told by the server. Everything shown follows from it.
import { chart } from "./chart.js";
import { follow } from "./live.js";
import { figureInput, formats } from "./fields.js";
import { showWho } from "./who.js";

const $ = (id) => document.getElementById(id);
const TOTALS = ["revenue", "grossMargin", "profit", "cash"];
const LINES = [
  ["revenue", "Revenue"],
  ["costOfSales", "Cost of sales"],
  ["grossMargin", "Gross margin", "sum"],
  ["fixedCosts", "Fixed costs"],
  ["tax", "Tax"],
  ["profit", "Profit after tax", "sum"],
  ["cash", "Cash at month's end", "sum"],
];

// Below each total, until a recalculation says by how much it changed.
const share = (part, whole) => (whole > 0 ? `${((100 * part) / whole).toFixed(1).replace("-", "−")} % of revenue` : "no revenue");
const NOTES = {
  revenue: () => `in ${plan.year}`,
  grossMargin: (totals) => share(totals.grossMargin, totals.revenue),
  profit: (totals) => share(totals.profit, totals.revenue),
  cash: (totals) => `lowest in ${plan.months[totals.lowestCashMonth]}`,
};

let plan = null;
let money = null;
let layout = "";
let greeted = false;
const inputs = new Map();

function show(next) {
  // On its way since before a change from here was answered; but a new stream is believed whatever it says.
  if (!greeted && plan && next.revision < plan.revision) return;
  greeted = false;
  const before = plan;
  plan = next;
  money = formats(plan.currency);
  document.title = `${plan.name} – Planning`;
  $("plan-name").textContent = plan.name;
  $("plan-sub").textContent = `Sales and cost plan ${plan.year}`;
  $("unit").textContent = `In ${plan.currency}`;
  const shape = JSON.stringify([plan.products, plan.figures.map((figure) => figure.id)]);
  if (shape !== layout) drawFields();
  layout = shape;
  for (const figure of plan.figures) inputs.get(figure.id).show(figure.value);
  if (plan.result) drawResult(before);
  showState();
}

function showState(progress) {
  const current = plan.revision === plan.calculated;
  const state = $("calculation");
  const bar = $("progress");
  $("revision").textContent = plan.revision;
  bar.hidden = current;
  bar.value = current || !progress ? 0 : progress.done / progress.total;
  state.dataset.state = current ? "done" : progress ? "running" : "waiting";
  state.textContent = current
    ? "Up to date"
    : progress
      ? `Recalculating ${Math.round((100 * progress.done) / progress.total)} %`
      : "Waiting to be recalculated";
}

function drawFields() {
  inputs.clear();
  const byKind = (kind) => plan.figures.filter((figure) => figure.kind === kind);
  const kinds = ["price", "cost", "units", "growth"];
  const heads = kinds.map((kind) => byKind(kind)[0].label);
  table("products", ["Product", ...heads], plan.products.map((product) => [
    product.name,
    ...kinds.map((kind) => field(byKind(kind).find((f) => f.product === product.id), `${product.name}, `)),
  ]));
  const single = (figure) => [figure.label, field(figure)];
  const fixed = byKind("fixed");
  const company = plan.figures.filter((f) => !f.product && f.kind !== "fixed");
  table("fixed", null, fixed.map(single));
  table("company", null, company.map(single));
  table("season", ["Product", ...plan.months], plan.products.map((product) => [
    product.name,
    ...byKind("season").filter((f) => f.product === product.id)
      .sort((a, b) => a.month - b.month)
      .map((f) => field(f, `${product.name}, ${plan.months[f.month - 1]}, `)),
  ]));
}

function field(figure, where = "") {
  const input = figureInput(figure, where + figure.label, plan.kinds[figure.kind], save, complain);
  inputs.set(figure.id, input);
  return input.element;
}

function table(id, heads, rows, classes = []) {
  const cell = (tag, content, scope) => {
    const made = document.createElement(tag);
    made.append(content);
    if (scope) made.scope = scope;
    return made;
  };
  const parts = [];
  if (heads) {
    const head = document.createElement("thead");
    const row = document.createElement("tr");
    row.append(...heads.map((text) => cell("th", text, "col")));
    head.append(row);
    parts.push(head);
  }
  const body = document.createElement("tbody");
  rows.forEach(([name, ...cells], index) => {
    const row = document.createElement("tr");
    row.className = classes[index] ?? "";
    row.append(cell("th", name, "row"), ...cells.map((content) => cell("td", content)));
    body.append(row);
  });
  parts.push(body);
  $(id).replaceChildren(...parts);
}

function drawResult(before) {
  const { totals, months } = plan.result;
  for (const name of TOTALS) {
    $(`total-${name}`).textContent = money.whole(totals[name]);
    $(`total-${name}`).classList.toggle("negative", totals[name] < 0);
    if (!before?.result) note(name, NOTES[name](totals), "");
    else if (before.calculated !== plan.calculated) delta(name, totals[name] - before.result.totals[name]);
  }
  chart($("chart"), plan.months, months, money);
  $("outlook").textContent =
    `In eight of ten simulated years the profit is between ${money.whole(totals.profitLow)} and ` +
    `${money.whole(totals.profitHigh)}. Cash is lowest in ${plan.months[totals.lowestCashMonth]}, ` +
    `at ${money.whole(totals.lowestCash)}.`;
  table(
    "months",
    ["", ...plan.months, "Year"],
    LINES.map(([line, label]) => {
      const year = line === "cash" ? months.cash[11] : months[line].reduce((sum, amount) => sum + amount, 0);
      return [label, ...[...months[line], year].map(amountCell)];
    }),
    LINES.map(([, , kind]) => kind ?? ""),
  );
}

function amountCell(amount) {
  const text = document.createElement("span");
  text.textContent = money.plain(amount);
  if (amount < 0) text.className = "negative";
  return text;
}

function delta(name, change) {
  const rounded = Math.round(change);
  const text = rounded === 0 ? "unchanged" : `${rounded > 0 ? "▲ +" : "▼ −"}${money.whole(Math.abs(rounded))}`;
  note(name, text, rounded > 0 ? "up" : rounded < 0 ? "down" : "");
}

function note(name, text, direction) {
  const mark = $(`delta-${name}`);
  mark.className = `delta ${direction}`;
  mark.textContent = text;
}

async function save(id, value) {
  const answer = await ask(`/api/figures/${encodeURIComponent(id)}`, "PUT", { value });
  told({ id, value: answer.value, revision: answer.revision });
}

function told({ id, value, revision }) {
  const figure = plan.figures.find((each) => each.id === id);
  if (figure) figure.value = value;
  inputs.get(id)?.show(value);
  if (revision > plan.revision) {
    plan.revision = revision;
    showState();
  }
}

async function ask(path, method, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(15000),
    });
  } catch {
    throw new Error("The server cannot be reached; try again soon.");
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.detail ?? `The server cannot do that now (${answer.status}); try again soon.`);
  return content;
}

function complain(text) {
  $("message").textContent = text ?? "";
  $("message").hidden = !text;
}

$("reset").addEventListener("click", () => $("reset-dialog").showModal());
$("reset-dialog").addEventListener("close", async () => {
  if ($("reset-dialog").returnValue !== "reset") return;
  try {
    await ask("/api/reset", "POST");
    complain();
  } catch (error) {
    complain(error.message);
  }
});

const LIVE = { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting" };
follow("/api/events", {
  state(state) {
    if (state === "reconnecting") showWho();
    $("live").dataset.state = state;
    $("live-text").textContent = LIVE[state];
  },
  hello({ instance }) {
    greeted = true;
    $("instance").textContent = instance;
  },
  plan: show,
  figure: told,
  progress: (progress) => plan && progress.revision === plan.revision && showState(progress),
});
showWho();
