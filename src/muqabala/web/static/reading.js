/* The reading page: notes are fetched when they are opened; an unchecked document is checked while it is read; corrections are accepted. */
"use strict";
(() => {
  const main = document.getElementById("text"), id = main.dataset.document;
  const strip = document.querySelector(".strip"), prose = document.querySelector(".prose");
  const checking = document.querySelector(".checking"), bar = checking.querySelector("progress"), told = checking.querySelector("[role=status]");
  const accepted = new Set(main.dataset.accepted.split(" ").filter(Boolean));
  const notes = new Map();

  const fetched = async (anchor) => {
    const answer = await fetch(`/d/${id}/note/${anchor}`);
    if (!answer.ok) return "";
    return answer.text();
  };
  const noteOf = async (anchor) => {
    if (!notes.has(anchor)) notes.set(anchor, await fetched(anchor));
    const holder = document.createElement("template");
    holder.innerHTML = notes.get(anchor);
    const note = holder.content.querySelector("li.note"), acts = holder.content.querySelector(".acts");
    if (!note) {
      notes.delete(anchor);
      return null;
    }
    const accept = acts.querySelector(".accept");
    accept?.setAttribute("aria-pressed", String(accepted.has(anchor)));
    const fix = note.querySelector(".correction, .pairs, .written");
    fix ? (note.querySelector(".correction") ?? fix).after(acts) : note.append(acts);
    return note;
  };
  const panel = panelOf({
    noteOf,
    opened: (anchor) => history.replaceState(null, "", `#${anchor}`),
    closed: () => history.replaceState(null, "", location.pathname),
  });

  /* What style may not say in the page, the script says: where the marks of the strip stand, how tall a part will be. */
  const place = (within) => {
    for (const mark of within.querySelectorAll("[data-at]")) {
      mark.style.insetInlineStart = `${mark.dataset.at}%`;
      mark.style.inlineSize = `${mark.dataset.size}%`;
      mark.removeAttribute("data-at");
    }
  };
  const showAccepted = (within) => {
    for (const mark of within.querySelectorAll("mark .f")) mark.parentNode.classList.toggle("accepted", accepted.has(mark.dataset.f));
  };
  place(strip);
  showAccepted(document);

  const parts = [...prose.querySelectorAll(".part")];
  const measure = () => {
    const first = parts.find((part) => part.childElementCount);
    if (!first) return;
    const letters = Math.max(20, (first.clientWidth - parseFloat(getComputedStyle(first).paddingInlineEnd)) / 9.5);
    const line = parseFloat(getComputedStyle(prose).lineHeight);
    for (const part of parts) {
      part.style.containIntrinsicBlockSize = `auto ${Math.round((Number(part.dataset.length) / letters + 2) * line)}px`;
      part.addEventListener("contentvisibilityautostatechange", (event) => { if (!event.skipped) requestAnimationFrame(() => panel.spread(part)); });
    }
  };
  measure();

  const works = document.querySelector("[data-works]");
  works.addEventListener("change", () => panel.setPasses((item) => !works.value || item.dataset.work === works.value));

  const number = (n) => n.toLocaleString(document.documentElement.lang === "ar" ? "ar-EG" : "en");

  /* The numbers above the text, as more is found. */
  const count = (rows) => {
    for (const [kind, verdict, n] of rows) {
      const button = document.querySelector(`.count.${kind}.${verdict}`);
      button.querySelector(".n").textContent = number(n);
      button.disabled = n === 0;
    }
  };
  const showWorks = () => {
    const found = new Set([...document.querySelectorAll(".f[data-work]")].map((mark) => mark.dataset.work));
    for (const option of works.options) option.hidden = option.disabled = Boolean(option.value) && !found.has(option.value);
    works.closest("label").hidden = [...works.options].filter((option) => !option.hidden).length < 3;
  };

  const take = (news) => {
    if (news.length) bar.value = (100 * news.read) / news.length;
    if (news.counts) count(news.counts);
    if (news.strip) {
      strip.insertAdjacentHTML("beforeend", news.strip);
      place(strip);
    }
    for (const { number: n, html } of news.parts ?? []) {
      const part = parts[n];
      const held = part.contains(document.activeElement);
      part.innerHTML = html;
      if (held) main.focus({ preventScroll: true });
      showAccepted(part);
      panel.filter(part);
      requestAnimationFrame(() => { if (part.checkVisibility?.({ contentVisibilityAuto: true }) ?? true) panel.spread(part); });
    }
    if (news.error) told.textContent = news.error;
    return Boolean(news.done);
  };

  const check = async () => {
    strip.replaceChildren();
    notes.clear();
    checking.hidden = false;
    told.textContent = main.dataset.checking;
    let done = false;
    try {
      const answer = await (globalThis.asked ?? fetch(`/d/${id}/check`, { method: "POST" }));
      globalThis.asked = null;
      if (!answer.ok) throw new Error((await answer.json()).message);
      let rest = "";
      for (const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
        const { done: over, value } = await reader.read();
        if (over) break;
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        for (const line of lines) done = take(JSON.parse(line)) || done;
      }
    } catch (error) {
      told.textContent = `${main.dataset.failed} ${error.message ?? ""}`;
      return;
    }
    if (!done) return;
    showWorks();
    told.textContent = main.dataset.done;
    document.querySelector(".nothing").hidden = document.querySelector(".f") !== null;
    document.querySelector("[data-check]").hidden = false;
    setTimeout(() => { checking.hidden = true; }, 1500);
    panel.follow();
  };
  document.querySelector("[data-check]").addEventListener("click", check);

  const link = document.querySelector(".corrected");
  panel.body.addEventListener("click", async (event) => {
    const accept = event.target.closest(".accept"), cite = event.target.closest(".cite-it");
    if (cite) panel.copy(cite.dataset.words, main.dataset.copied);
    if (!accept) return;
    const anchor = accept.closest(".acts").dataset.f, wish = !accepted.has(anchor);
    const answer = await fetch(`/api/documents/${id}/quotations/${accept.dataset.quotation}`, {
      method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ accepted: wish }),
    });
    if (!answer.ok) {
      panel.say(main.dataset.failed);
      return;
    }
    if (wish) accepted.add(anchor);
    else accepted.delete(anchor);
    accept.setAttribute("aria-pressed", String(wish));
    showAccepted(document);
    link.hidden = accepted.size === 0;
    link.querySelector(".n").textContent = number(accepted.size);
  });

  if (main.dataset.checked) panel.follow();
  else check();
})();
