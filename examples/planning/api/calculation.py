"""The plan's arithmetic: pure functions of the figures, the same result every time.

First the expected plan, month by month. Then the same year many times over with demand that varies by chance, to say
how far profit and cash may move: the chance comes from a fixed seed, so equal figures give equal answers.
"""

from random import Random

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
RUNS = 10_000
RUNS_PER_REPORT = 250
SEED = 20_270_101


def calculate(values, products, report):
    """The result for figures by id and product ids.

    `report(done, total)` is called between parts of the work; what it raises ends the calculation.
    """
    sales = {product: _sales(values, product) for product in products}
    expected = _year(values, sales, {product: [1.0] * 12 for product in products})
    simulated = _simulate(values, sales, report)
    cash_paths = list(zip(*(year["cash"] for year in simulated)))
    profits = sorted(sum(year["profit"]) for year in simulated)
    lowest = min(range(12), key=lambda month: expected["cash"][month])
    return {
        "months": {line: _cents(amounts) for line, amounts in expected.items()}
        | {
            "cashLow": _cents(_quantile(sorted(path), 0.1) for path in cash_paths),
            "cashHigh": _cents(_quantile(sorted(path), 0.9) for path in cash_paths),
        },
        "products": [
            {
                "id": product,
                "units": round(sum(lines["units"])),
                "revenue": round(sum(lines["revenue"]), 2),
                "margin": round(sum(lines["revenue"]) - sum(lines["cost"]), 2),
            }
            for product, lines in sales.items()
        ],
        "totals": {
            "revenue": round(sum(expected["revenue"]), 2),
            "grossMargin": round(sum(expected["grossMargin"]), 2),
            "profit": round(sum(expected["profit"]), 2),
            "profitLow": round(_quantile(profits, 0.1), 2),
            "profitHigh": round(_quantile(profits, 0.9), 2),
            "cash": round(expected["cash"][-1], 2),
            "lowestCash": round(expected["cash"][lowest], 2),
            "lowestCashMonth": lowest,
        },
        "runs": RUNS,
    }


def _sales(values, product):
    """Units, revenue and cost of one product in each month, as planned."""
    base = values[f"units.{product}"]
    growth = 1 + values[f"growth.{product}"] / 100
    units = [base * growth**month * values[f"season.{product}.{month + 1:02}"] / 100 for month in range(12)]
    return {
        "units": units,
        "revenue": [values[f"price.{product}"] * count for count in units],
        "cost": [values[f"cost.{product}"] * count for count in units],
    }


def _year(values, sales, demand):
    """The lines of the plan by month, each product's sales multiplied by its `demand` in that month."""
    fixed = sum(value for name, value in values.items() if name.startswith("fixed."))
    late = values["company.paid-late"] / 100
    tax_rate = values["company.tax"] / 100
    cash = values["company.opening-cash"]
    owed = 0.0
    year = {line: [] for line in ("revenue", "costOfSales", "grossMargin", "fixedCosts", "tax", "profit", "cash")}
    for month in range(12):
        revenue = cost = 0.0
        for product, lines in sales.items():
            factor = demand[product][month]
            revenue += lines["revenue"][month] * factor
            cost += lines["cost"][month] * factor
        before_tax = revenue - cost - fixed
        tax = max(before_tax, 0.0) * tax_rate
        cash += revenue * (1 - late) + owed - cost - fixed - tax
        owed = revenue * late
        amounts = (revenue, cost, revenue - cost, fixed, tax, before_tax - tax, cash)
        for line, amount in zip(year.values(), amounts):
            line.append(amount)
    return year


def _simulate(values, sales, report):
    """Many years in which each product has a chance of its own, for the whole year and for every month."""
    spread = values["company.uncertainty"] / 100
    chance = Random(SEED)
    years = []
    report(0, RUNS)
    while len(years) < RUNS:
        for _ in range(RUNS_PER_REPORT):
            demand = {}
            for product in sales:
                level = 1 + chance.gauss(0, spread)
                demand[product] = [max(0.0, level + chance.gauss(0, spread / 2)) for _ in range(12)]
            years.append(_year(values, sales, demand))
        report(len(years), RUNS)
    return years


def _quantile(ordered, share):
    return ordered[round(share * (len(ordered) - 1))]


def _cents(amounts):
    return [round(amount, 2) for amount in amounts]
