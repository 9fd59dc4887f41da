/* The panel beside a text: shows the note of a finding; next and previous, copying, filters, keys. Where notes come from is the page's own affair. */
"use strict";
const panelOf = ({ noteOf, opened = () => {}, closed = () => {} }) => {
  const panel = document.getElementById("panel");
  const body = panel.querySelector(".body");
  const status = panel.querySelector("[role=status]");
  const usesKeys = panel.querySelector(".keys input");
  const hint = [...body.childNodes];
  const buttons = [...document.querySelectorAll("button.count")];
  let current = "";

  document.documentElement.classList.add("js");
  panel.hidden = false;

  const say = (words) => {
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = words; });
  };

  const isPressed = (button) => button.getAttribute("aria-pressed") === "true";
  const asked = () => buttons.filter(isPressed).map((b) => `${b.dataset.kind} ${b.dataset.verdict}`);
  let passes = () => true;
  const hidden = (item, wanted) => (wanted.length > 0 && !wanted.includes(`${item.dataset.kind} ${item.dataset.verdict}`)) || !passes(item);

  /* Findings that j and k visit: what the filter leaves; citations only if they are wrong or asked for. */
  const stops = () => {
    const wanted = asked(), seen = new Set();
    for (const mark of document.querySelectorAll(".f")) {
      if (!mark.classList.contains("off") && (wanted.length || mark.dataset.kind === "quote" || mark.dataset.verdict === "wrong")) seen.add(mark.dataset.f);
    }
    return [...seen];
  };

  const first = (id) => document.querySelector(`.f[data-f="${id}"]`) || document.querySelector(`.ref[data-f="${id}"] a`);

  const highlight = (id) => {
    for (const old of document.querySelectorAll(".on")) old.classList.remove("on");
    if (id) for (const part of document.querySelectorAll(`[data-f="${id}"]`)) part.classList.add("on");
  };

  const open = async (id, { scroll = true, focus = "mark" } = {}) => {
    current = id;
    const note = await noteOf(id);
    if (!note || current !== id) return;
    highlight(id);
    const shown = document.createElement("div");
    shown.className = note.className;
    shown.append(...note.childNodes);
    for (const heading of shown.querySelectorAll("h4")) {
      const title = document.createElement("h2");
      title.append(...heading.childNodes);
      heading.replaceWith(title);
    }
    body.replaceChildren(shown);
    body.scrollTop = 0;
    panel.classList.add("open");
    status.textContent = "";
    const mark = first(id);
    if (focus === "panel") panel.focus({ preventScroll: true });
    else if (mark) mark.focus({ preventScroll: true });
    if (scroll && mark) mark.scrollIntoView({ block: "nearest" });
    opened(id, shown);
  };

  const close = () => {
    if (!panel.classList.contains("open")) return;
    panel.classList.remove("open");
    body.replaceChildren(...hint);
    highlight("");
    const mark = current && first(current);
    if (mark) mark.focus({ preventScroll: true });
    closed();
  };

  const step = (by) => {
    const all = stops();
    if (!all.length) return;
    const here = all.indexOf(current);
    open(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length]);
  };

  /* Where the browser keeps its clipboard from pages opened from disk, the old way through a selection is taken. */
  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  const copy = async (words, copied = panel.dataset.copied) => {
    if (!words) return say(panel.dataset.nothing);
    const focused = document.activeElement;
    const done = await copyText(words);
    if (focused) focused.focus({ preventScroll: true });
    return say(done ? copied : panel.dataset.uncopied);
  };
  const copyCorrection = (from) => copy(from?.querySelector(".fix")?.textContent);

  /* Hides what the buttons, and whatever else the page filters by, leave out. */
  const filter = (within = document) => {
    const wanted = asked();
    for (const part of within.querySelectorAll("[data-f], li.note")) part.classList.toggle("off", hidden(part, wanted));
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(!isPressed(button)));
      filter();
    });
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const mark = target.closest(".f, .ref");
    const action = target.closest("[data-do]");
    if (mark && !getSelection().toString()) {
      event.preventDefault();
      open(mark.dataset.f, { focus: event.detail === 0 ? "panel" : "mark" });
    } else if (mark) {
      event.preventDefault();
    } else if (target.closest(".copy")) {
      copyCorrection(target.closest(".note"));
    } else if (action) {
      ({ next: () => step(1), previous: () => step(-1), close })[action.dataset.do]?.();
    }
  });

  /* References that begin on one line are set below each other. */
  const spread = (within = document) => {
    const refs = [...within.querySelectorAll(".ref.side")];
    for (const ref of refs) ref.style.removeProperty("transform");
    const boxes = refs.map((ref) => ref.getBoundingClientRect());
    let free = -Infinity;
    boxes.forEach((box, i) => {
      const down = Math.max(0, free - box.top);
      if (down) refs[i].style.transform = `translateY(${down}px)`;
      free = box.bottom + down;
    });
  };

  const follow = () => {
    const id = location.hash.slice(1);
    if (/^d\d+[qc]\d+$/.test(id)) open(id);
  };
  addEventListener("hashchange", follow);

  /* On an Arabic keyboard the same keys give ت ن ؤ. */
  const meaning = { j: "next", ت: "next", k: "previous", ن: "previous", c: "copy", ؤ: "copy" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "Escape") {
      close();
      return;
    }
    const wish = usesKeys.checked && meaning[event.key];
    if (wish === "next") step(1);
    else if (wish === "previous") step(-1);
    else if (wish === "copy") copyCorrection(body);
  });

  return { open, close, follow, filter, spread, say, copy, body, setPasses: (test) => { passes = test; filter(); } };
};
