// Fields for figures, and how figures are written.

/** Ways to write amounts of a currency: `whole` with its sign, `plain` without, `short` for axes. */
export function formats(currency) {
  const format = (options) => {
    const made = new Intl.NumberFormat("en", options);
    return (amount) => made.format(amount).replace("-", "−");
  };
  return {
    whole: format({ style: "currency", currency, maximumFractionDigits: 0 }),
    plain: format({ maximumFractionDigits: 0 }),
    short: format({ notation: "compact", maximumFractionDigits: 1 }),
  };
}

/**
 * A field for a figure. `save(id, value)` stores or throws, `complain(text)` shows a refusal or takes it away; the
 * field's `show(value)` tells it what is stored, and leaves alone what is being typed.
 */
export function figureInput(figure, label, kind, save, complain) {
  const input = document.createElement("input");
  input.type = "number";
  input.inputMode = "decimal";
  input.id = `figure-${figure.id}`;
  input.dataset.testid = figure.id;
  input.min = kind.least;
  input.max = kind.most;
  input.step = 10 ** -kind.decimals;
  input.setAttribute("aria-label", label);
  let stored = figure.value;
  let dirty = false;

  const text = (value) => (kind.unit === "money" && kind.most <= 100000 ? value.toFixed(2) : String(value));

  function settle(state, error) {
    input.dataset.state = state;
    input.setAttribute("aria-invalid", error ? "true" : "false");
    complain(error && `${label}: ${error}`);
  }

  async function store() {
    if (input.dataset.state === "saving") return;
    if (!input.value || input.valueAsNumber === stored) {
      input.value = text(stored);
      dirty = false;
      settle("");
      return;
    }
    settle("saving");
    const value = input.valueAsNumber;
    try {
      await save(figure.id, value);
      stored = value;
      dirty = false;
      input.value = text(value);
      settle("saved");
      setTimeout(() => input.dataset.state === "saved" && (input.dataset.state = ""), 1500);
    } catch (error) {
      settle("", error.message);
    }
  }

  input.addEventListener("input", () => (dirty = true));
  input.addEventListener("change", store);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") store(); // also without a change, to try a refused value again
    if (event.key !== "Escape") return;
    dirty = false;
    input.value = text(stored);
    settle("");
  });

  const unit = document.createElement("span");
  unit.className = "unit";
  unit.textContent = kind.unit === "percent" ? "%" : "";
  const element = document.createElement("span");
  element.className = "cell";
  element.append(input, unit);
  return {
    element,
    show(value) {
      stored = value;
      if (!dirty) input.value = text(value);
    },
  };
}
