"use strict";
// Folds cells, hides and moves columns, orders rows, lights one episode. Without it the page shows everything.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement, table = document.querySelector(".synopsis"), picture = document.querySelector(".telling");
  root.classList.add("js");
  const hidden = new Set();
  const columns = () => all("thead th[data-c]", table).map((th) => th.dataset.c);

  // The picture follows the columns that are shown, in their order.
  const places = picture ? all(".line", picture).map((g) => Number(g.querySelector("text").getAttribute("x"))) : [];
  const redraw = () => {
    if (!picture) return;
    const across = new Map(columns().filter((c) => !hidden.has(c)).map((c, i) => [c, places[i]]));
    for (const g of all(".line", picture)) {
      const x = across.get(g.dataset.c);
      g.classList.toggle("off", x === undefined);
      if (x === undefined) continue;
      g.querySelector("text").setAttribute("x", x);
      const line = g.querySelector("path");
      line.setAttribute("d", line.getAttribute("d").replace(/^M[\d.]+/, `M${x}`));
    }
    const points = new Map();
    for (const point of all(".point", picture)) {
      const x = across.get(point.dataset.c), circle = point.querySelector("circle");
      point.classList.toggle("off", x === undefined);
      if (x === undefined) continue;
      circle.setAttribute("cx", x);
      point.querySelector("text").setAttribute("x", x);
      points.set(point.dataset.e, [...(points.get(point.dataset.e) ?? []), [x, Number(circle.getAttribute("cy"))]]);
    }
    const order = [...across.values()];
    const first = picture.querySelector(".point"), looks = new Map(all(".curve", picture).map((p) => [p.dataset.e, p.getAttribute("class")]));
    all(".curve", picture).forEach((p) => p.remove());
    for (const [episode, at] of points) {
      at.sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
      for (let i = 1; i < at.length; i++) {
        const [[x0, y0], [x1, y1]] = [at[i - 1], at[i]], middle = (x0 + x1) / 2, curve = document.createElementNS(picture.namespaceURI, "path");
        curve.setAttribute("class", looks.get(episode) ?? "curve");
        curve.dataset.e = episode;
        curve.setAttribute("d", `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`);
        picture.insertBefore(curve, first);
      }
    }
  };

  all("[data-show]").forEach((box) => box.addEventListener("change", () => {
    const column = box.dataset.show;
    if (box.checked) hidden.delete(column); else hidden.add(column);
    all(`:is(th, td, .alone, .sign, .times li, .legend li)[data-c="${column}"]`).forEach((cell) => cell.classList.toggle("off", !box.checked));
    redraw();
  }));

  table?.addEventListener("click", (event) => {
    const move = event.target.closest("[data-move]");
    if (move) {
      const order = columns().filter((c) => !hidden.has(c)), from = order.indexOf(move.closest("th").dataset.c), to = from + Number(move.dataset.move);
      if (to < 0 || to >= order.length) return;
      for (const row of all("tr", table)) {
        const cell = row.querySelector(`[data-c="${order[from]}"]`), other = row.querySelector(`[data-c="${order[to]}"]`);
        other[to < from ? "before" : "after"](cell);
      }
      redraw();
      move.focus();
      return;
    }
    if (event.target.closest("a") || String(getSelection())) return;
    const row = event.target.closest("tbody tr");
    if (row && event.target.closest(".fold, td:not(.none)")) fold(row, !row.classList.contains("open"));
  });
  const fold = (row, open) => {
    row.classList.toggle("open", open);
    row.querySelector(".fold").setAttribute("aria-expanded", String(open));
  };
  const unfold = document.querySelector("[data-unfold]");
  unfold?.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(open));
    all("tbody tr", table).forEach((row) => fold(row, open));
  });

  // An episode that the chosen account does not tell stays behind the one before it.
  const rows = table ? all("tbody tr", table) : [];
  document.querySelector("[data-order]")?.addEventListener("change", (event) => {
    const column = event.target.value;
    let last = -1;
    const keys = new Map(rows.map((row, i) => {
      const ranks = new Map(row.dataset.ranks.trim().split(" ").map((pair) => pair.split(":")));
      if (column === "") return [row, i];
      if (ranks.has(column)) last = Number(ranks.get(column));
      return [row, ranks.has(column) ? last : last + (i + 1) / (rows.length + 1)];
    }));
    [...rows].sort((a, b) => keys.get(a) - keys.get(b)).forEach((row) => row.parentNode.append(row));
  });
  document.querySelector("[data-only]")?.addEventListener("change", (event) => {
    rows.forEach((row) => row.classList.toggle("off", event.target.checked && !row.classList.contains("warm")));
  });

  let lit = "";
  const light = (episode) => {
    if (episode === lit) return;
    lit = episode;
    all("[data-e]").forEach((part) => part.classList.toggle("on", part.dataset.e === episode));
    picture?.classList.toggle("lit", episode !== "");
  };
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => light(event.target.closest?.("[data-e]")?.dataset.e ?? ""));
  }
  // What a link leads to must be readable: open its row.
  const arrive = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest?.(".synopsis tbody tr");
    if (row) fold(row, true);
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
