// The chart: bars of revenue, a line of cash and the range it is likely to stay in.

const HEIGHT = 280;
const TOP = 12;
const BOTTOM = 26;

/** Draws into `box`, at the width it has now and again whenever that changes. */
export function chart(box, months, lines, money) {
  box.redraw = () => draw(box, months, lines, money);
  box.redraw();
  if (box.observed) return;
  box.observed = new ResizeObserver(() => box.redraw());
  box.observed.observe(box);
}

function draw(box, months, lines, money) {
  const width = Math.max(280, box.clientWidth);
  const left = 46;
  const ticks = scale([...lines.revenue, ...lines.cashLow, ...lines.cashHigh, 0]);
  const lowest = ticks[0];
  const highest = ticks.at(-1);
  const y = (amount) => TOP + ((HEIGHT - TOP - BOTTOM) * (highest - amount)) / (highest - lowest);
  const step = (width - left) / months.length;
  const x = (month) => left + step * (month + 0.5);
  const points = (amounts) => amounts.map((amount, month) => `${x(month).toFixed(1)},${y(amount).toFixed(1)}`);

  const svg = element("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img" });
  svg.append(element("title", {}, summary(months, lines, money)));
  for (const tick of ticks) {
    svg.append(element("line", { class: tick === 0 ? "zero" : "grid-line", x1: left, x2: width, y1: y(tick), y2: y(tick) }));
    svg.append(element("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, money.short(tick)));
  }
  const bar = step * 0.56;
  months.forEach((name, month) => {
    const amount = lines.revenue[month];
    const column = element("rect", {
      class: "revenue", x: x(month) - bar / 2, width: bar, y: y(Math.max(amount, 0)), height: Math.abs(y(0) - y(amount)), rx: 3,
    });
    column.append(element("title", {}, `${name}: revenue ${money.whole(amount)}`));
    svg.append(column);
    const label = step < 34 ? name[0] : name;
    svg.append(element("text", { x: x(month), y: HEIGHT - 6, "text-anchor": "middle" }, label));
  });
  svg.append(element("polygon", { class: "band", points: [...points(lines.cashHigh), ...points(lines.cashLow).reverse()].join(" ") }));
  svg.append(element("polyline", { class: "cash", points: points(lines.cash).join(" ") }));
  lines.cash.forEach((amount, month) => {
    const point = element("circle", { class: "point", cx: x(month), cy: y(amount), r: 3.5 });
    point.append(element("title", {}, `${months[month]}: cash ${money.whole(amount)}`));
    svg.append(point);
  });
  box.replaceChildren(svg);
}

/** Round values that enclose the amounts, about five. */
function scale(amounts) {
  const lowest = Math.min(...amounts);
  const span = Math.max(...amounts) - lowest || 1;
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => span / each <= 5.5);
  const first = Math.floor(lowest / step);
  const last = Math.ceil(Math.max(...amounts) / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

function summary(months, lines, money) {
  return (
    `Revenue goes from ${money.whole(lines.revenue[0])} in ${months[0]} to ${money.whole(lines.revenue.at(-1))} in ` +
    `${months.at(-1)}, cash from ${money.whole(lines.cash[0])} to ${money.whole(lines.cash.at(-1))}.`
  );
}

function element(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
