// Draws the charts of a profile. Each is drawn from what its table holds; colours are those of the page, by name, so that a change of theme needs no redrawing.
(() => {
  "use strict";
  const { data, words } = JSON.parse(document.getElementById("data").textContent);
  const rtl = document.documentElement.dir === "rtl";
  const numbers = new Intl.NumberFormat(rtl ? "ar-u-nu-arab" : "en", { maximumFractionDigits: 2 });
  const say = (value) => numbers.format(value);
  const isolated = (text) => `\u2068${text}\u2069`;
  // Charts are laid out from the left; a line of Arabic in them runs from the right all the same.
  const line = (...parts) => (rtl ? "\u2067" : "\u2066") + parts.join("") + "\u2069";
  const pen = document.createElement("canvas").getContext("2d");
  const room = (texts, most) => {
    pen.font = `${getComputedStyle(document.querySelector("figure.chart")).getPropertyValue("--size")} ${getComputedStyle(document.body).fontFamily}`;
    return Math.ceil(Math.max(...texts.map((text) => pen.measureText(short(text, most)).width))) + 18;
  };
  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const percent = (value) => line(say(value), rtl ? "٪" : "%");
  const wash = (share) => `color-mix(in oklab, var(--cool) ${Math.round(8 + 92 * Math.min(1, Math.max(0, share)))}%, var(--paper))`;
  const across = (options) => ({ reverse: rtl, label: null, ...options });
  const side = (width, room) => (rtl ? { marginRight: room, marginLeft: 24 } : { marginLeft: room, marginRight: 24 });
  const near = rtl ? "right" : "left";

  // A chart is named by its heading; what it shows is in the table under it.
  const plot = (figure, options) => {
    const drawn = Plot.plot({ ariaLabel: document.getElementById(figure.dataset.chart).textContent, ...options });
    drawn.setAttribute("role", "img");
    // The parts of a picture have no names of their own (ARIA: a group without a role must have none); Plot gives them some, to a tip each time.
    const unname = () => drawn.querySelectorAll("g[aria-label]").forEach((part) => part.removeAttribute("aria-label"));
    unname();
    drawn.addEventListener("input", unname);
    return drawn;
  };

  // Ticks for counts: no halves of a quotation.
  const whole = (rows, many) => {
    const ticks = d3.ticks(0, d3.max(rows, (row) => row.n), many);
    return rows.every((row) => Number.isInteger(row.n)) ? ticks.filter(Number.isInteger) : ticks;
  };

  const bars = (look) => (rows) => (figure, width) => {
    const most = width < 600 ? 22 : 44;
    const labels = rows.map((row, place) => place);
    const tip = (row) => [row.label, ...row.lines].map((said) => line(isolated(said))).join("\n");
    return plot(figure, {
      width, height: 40 + 26 * rows.length, ...side(width, room(rows.map((row) => row.label), most)),
      x: across({ domain: [0, d3.max(rows, (row) => row.n) || 1], grid: true, ticks: whole(rows, width < 600 ? 4 : 8), tickFormat: say, axis: "top" }),
      y: { domain: labels, axis: near, label: null, tickSize: 0, tickFormat: (place) => isolated(short(rows[place].label, most)) },
      marks: [
        Plot.barX(rows, { x: "n", y: (row, place) => place, className: look, fill: `var(--${look})`, insetTop: 3, insetBottom: 3 }),
        Plot.ruleX([0], { stroke: "var(--rule)" }),
        Plot.tip(rows, Plot.pointerY({ className: "tip", x: "n", y: (row, place) => place, title: tip, lineHeight: 1.7, lineWidth: width < 600 ? 20 : 40 })),
      ],
    });
  };

  // How many times as often as its length says: 1 is the line, above it more often.
  const suras = (rows) => (figure, width) => {
    const quoted = rows.filter((row) => row.n);
    const tip = (row) => [line(`${words.sura} `, isolated(row.name), " ", say(row.sura)), line(`${words.times}: `, say(row.times)), line(`${words.quotations}: `, say(row.n))].join("\n");
    const named = [];
    for (const row of d3.sort(quoted.filter((row) => row.times > 1), (row) => -row.times)) {
      if (named.length < 12 && named.every((other) => Math.abs(other.sura - row.sura) * width > 115 * 58)) named.push(row);
    }
    const ticks = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];
    const [low, high] = d3.extent([...quoted.map((row) => row.times), 0.5, 2]);
    return plot(figure, {
      width, height: 340, ...side(width, 48), marginTop: 28, marginBottom: 32,
      x: across({ type: "linear", domain: [0, 115], ticks: [1, 20, 40, 60, 80, 100, 114], tickFormat: say, tickSize: 3 }),
      y: { type: "log", domain: [low * 0.7, high * 1.6], axis: near, label: null, grid: true, ticks: ticks.filter((tick) => tick >= low && tick <= high), tickFormat: say },
      marks: [
        Plot.ruleX(quoted, { x: "sura", y1: 1, y2: "times", stroke: (row) => (row.times >= 1 ? "var(--cool)" : "var(--quiet)"), strokeWidth: Math.max(1.5, width / 300) }),
        Plot.dot(quoted, { x: "sura", y: "times", r: 3, fill: (row) => (row.times >= 1 ? "var(--cool)" : "var(--paper)"), stroke: (row) => (row.times >= 1 ? "var(--cool)" : "var(--quiet)") }),
        Plot.ruleY([1], { stroke: "var(--ink)" }),
        Plot.text(named, { x: "sura", y: "times", text: "name", fill: "var(--ink)", lineAnchor: "bottom", dy: -8 }),
        Plot.tip(quoted, Plot.pointerX({ className: "tip", x: "sura", y: "times", title: tip, lineHeight: 1.7, lineWidth: width < 600 ? 20 : 40 })),
      ],
    });
  };

  // Rows of groups: their names above each row where there is little room, else beside it.
  const strips = (shown, x, shade, tip, ticks, tickFormat) => (figure, width) => {
    const beside = width >= 700;
    const height = beside ? 24 : 40;
    return plot(figure, {
      width, height: 44 + height * shown.groups.length, ...(beside ? side(width, room(shown.groups, 34)) : { marginLeft: 8, marginRight: 8 }), marginBottom: 28,
      x: across({ type: "band", domain: x.domain, ticks, tickFormat, padding: 0.08, tickSize: 3 }),
      y: { type: "band", domain: d3.range(shown.groups.length), axis: beside ? near : null, label: null, tickSize: 0, padding: 0.12, tickFormat: (place) => isolated(short(shown.groups[place], 34)) },
      marks: [
        Plot.cell(shown.cells, { x: x.of, y: "group", fill: shade, insetTop: beside ? 0 : 18, inset: 0 }),
        beside ? null : Plot.text(shown.groups, { y: (name, place) => place, text: (name) => isolated(short(name, Math.floor(width / 8))), frameAnchor: near, lineAnchor: "top", dy: -17, fill: "var(--ink)" }),
        Plot.tip(shown.cells, Plot.pointer({ className: "tip", x: x.of, y: "group", title: tip, lineHeight: 1.7, lineWidth: width < 600 ? 20 : 40 })),
      ],
    });
  };

  const ramp = (low, high) => {
    const legend = document.createElement("div");
    legend.className = "legend";
    const shades = document.createElement("span");
    shades.className = "ramp";
    legend.append(low, shades, high);
    return legend;
  };

  const heat = (shown) => {
    const tip = (row) => [line(isolated(shown.groups[row.group])), line(`${words.sura} `, isolated(row.name)), line(`${words.quotations}: `, say(row.n), ` · ${words.times}: `, say(row.times))].join("\n");
    const shade = (row) => wash(Math.log2(Math.max(row.times, 0.25) * 4) / 7);
    const draw = strips(shown, { of: "sura", domain: d3.range(1, 115) }, shade, tip, [1, 20, 40, 60, 80, 100, 114], say);
    return (figure, width) => [ramp(say(0.25), say(32)), draw(figure, width)];
  };

  const density = (shown) => {
    const tip = (row) => [line(isolated(shown.groups[row.group])), line(say(row.bin - 1), "–", say(row.bin), rtl ? "٪" : "%"), line(`${words.quotations}: `, say(row.n), ` · ${words.per_thousand}: `, say(row.rate))].join("\n");
    const top = d3.quantile(shown.cells.map((row) => row.rate).filter((rate) => rate > 0).sort(d3.ascending), 0.98) || 1;
    const shade = (row) => (row.rate ? wash(Math.sqrt(row.rate / top)) : "var(--sheet)");
    const draw = strips(shown, { of: "bin", domain: d3.range(1, 101) }, shade, tip, [1, 25, 50, 75, 100], percent);
    return (figure, width) => [ramp(say(0), say(top)), draw(figure, width)];
  };

  const verdicts = (shown) => (figure, width) => {
    const said = new Map(shown.verdicts);
    const order = [...said.keys()];
    const legend = document.createElement("div");
    legend.className = "legend";
    for (const [verdict, name] of shown.verdicts) {
      if (!shown.cells.some((row) => row.verdict === verdict && row.n)) continue;
      const sample = document.createElement("span");
      sample.innerHTML = `<svg aria-hidden="true"><rect width="100%" height="100%" fill="url(#h-${verdict})"/></svg>`;
      sample.append(name);
      legend.append(sample);
    }
    const beside = width >= 700;
    const tip = (row) => [line(isolated(shown.groups[row.group])), line(isolated(said.get(row.verdict)), ": ", say(row.n), " (", percent(100 * row.share), ")")].join("\n");
    const drawn = plot(figure, {
      width, height: 44 + (beside ? 26 : 42) * shown.groups.length, ...(beside ? side(width, room(shown.groups, 34)) : { marginLeft: 12, marginRight: 12 }),
      x: across({ percent: true, grid: true, axis: "top", ticks: width < 600 ? 4 : 8, tickFormat: percent }),
      y: { type: "band", domain: d3.range(shown.groups.length), axis: beside ? near : null, label: null, tickSize: 0, padding: 0.2, tickFormat: (place) => isolated(short(shown.groups[place], 34)) },
      marks: [
        Plot.barX(shown.cells, Plot.stackX({ x: "share", y: "group", z: "verdict", fill: (row) => `url(#h-${row.verdict})`, stroke: "var(--paper)", strokeWidth: 1, insetTop: beside ? 0 : 18, order })),
        beside ? null : Plot.text(shown.groups, { y: (name, place) => place, text: (name) => isolated(short(name, Math.floor(width / 8))), frameAnchor: near, lineAnchor: "top", dy: -18, fill: "var(--ink)" }),
        Plot.tip(shown.cells, Plot.pointer(Plot.stackX({ className: "tip", x: "share", y: "group", z: "verdict", title: tip, lineHeight: 1.7, lineWidth: width < 600 ? 20 : 40, order }))),
      ],
    });
    return [legend, drawn];
  };

  // Laid out once, at rest; the same picture each time (d3-force starts from fixed places).
  const network = (pairs) => (figure, width) => {
    const shown = pairs.slice(0, width < 600 ? 24 : pairs.length);
    const names = [...new Set(shown.flatMap((pair) => [pair.a, pair.b]))];
    const nodes = names.map((name) => ({ name, n: d3.sum(shown, (pair) => (pair.a === name || pair.b === name ? pair.n : 0)) }));
    const links = shown.map((pair) => ({ source: names.indexOf(pair.a), target: names.indexOf(pair.b), pair }));
    // Names are wide and low: the forces work on a picture that is higher by FLAT.
    const [wide, low, FLAT] = [Math.max(80, room(names, 44) - 12), 46, 1.7];
    const height = Math.max(240, Math.round((2.2 * names.length * wide * low) / width));
    const size = d3.scaleSqrt([0, d3.max(nodes, (node) => node.n)], [3, 11]);
    const thick = d3.scaleSqrt([0, d3.max(shown, (pair) => pair.n)], [0.5, 6]);
    // First apart, so that lines do not cross; then fitted to the picture; then each name is given its room.
    const joined = d3.forceLink(links).distance(wide);
    d3.forceSimulation(nodes)
      .force("link", joined)
      .force("charge", d3.forceManyBody().strength(-300))
      .force("x", d3.forceX().strength(0.08))
      .force("y", d3.forceY().strength((0.08 * width) / (FLAT * height)))
      .stop()
      .tick(300);
    const fit = (axis, low, high) => {
      const scale = d3.scaleLinear(d3.extent(nodes, (node) => node[axis]), [low, high]);
      for (const node of nodes) node[axis] = scale(node[axis]);
    };
    fit("x", wide / 2, width - wide / 2);
    fit("y", 20 * FLAT, (height - 30) * FLAT);
    const settled = d3.forceSimulation(nodes).force("link", joined.strength(0.2)).force("collide", d3.forceCollide(wide / 2).iterations(4)).stop();
    for (let step = 0; step < 200; step += 1) {
      settled.tick();
      for (const node of nodes) {
        node.x = Math.max(wide / 2, Math.min(width - wide / 2, node.x));
        node.y = Math.max(20 * FLAT, Math.min((height - 30) * FLAT, node.y));
      }
    }
    const top = d3.min(nodes, (node) => node.y) - 20 * FLAT;
    for (const node of nodes) node.y = (node.y - top) / FLAT;
    const used = Math.ceil(d3.max(nodes, (node) => node.y)) + 40;
    const svg = d3.create("svg").attr("class", "network").attr("viewBox", [0, 0, width, used]).attr("width", width).attr("height", used).attr("role", "img").attr("aria-label", document.getElementById("network").textContent);
    const edges = svg.append("g").selectAll("line").data(links).join("line").attr("class", "edge").attr("stroke-width", (link) => thick(link.pair.n))
      .attr("x1", (link) => link.source.x).attr("y1", (link) => link.source.y).attr("x2", (link) => link.target.x).attr("y2", (link) => link.target.y);
    edges.append("title").text((link) => `${isolated(link.pair.a)} + ${isolated(link.pair.b)} · ${words.together}: ${say(link.pair.n)} · ${words.in} ${say(link.pair.documents)}`);
    const groups = svg.append("g").selectAll("g").data(nodes).join("g").attr("class", "node").attr("transform", (node) => `translate(${node.x},${node.y})`);
    groups.append("circle").attr("r", (node) => size(node.n));
    groups.append("text").attr("y", (node) => size(node.n) + 14).text((node) => isolated(node.name));
    const light = (chosen) => {
      const beside = new Set([chosen]);
      edges.classed("on", (link) => (link.source === chosen || link.target === chosen) && beside.add(link.source).add(link.target));
      groups.classed("on", (node) => beside.has(node));
      svg.classed("lit", true);
    };
    groups.on("pointerenter", (event, node) => light(node)).on("pointerleave", () => svg.classed("lit", false));
    return svg.node();
  };

  const charts = {
    verses: bars("cool"), hadiths: bars("cool"), readings: bars("cool"), groups: bars("cool"), misquoted: bars("warm"),
    suras, heat, density, network, "ayah-verdicts": verdicts, "matn-verdicts": verdicts,
  };

  const drawn = new Map();
  const draw = (figure) => {
    const width = Math.min(960, Math.floor(figure.clientWidth));
    if (!width || drawn.get(figure) === width) return;
    drawn.set(figure, width);
    const name = figure.dataset.chart;
    const found = charts[name](data[name])(figure, width);
    figure.replaceChildren(...[found].flat());
  };
  for (const details of document.querySelectorAll("main details")) details.open = false;
  const figures = document.querySelectorAll("figure.chart");
  const watch = new ResizeObserver((entries) => requestAnimationFrame(() => entries.forEach((entry) => draw(entry.target))));
  for (const figure of figures) {
    draw(figure);
    watch.observe(figure);
  }
})();
