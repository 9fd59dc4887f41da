/* The report: the panel shows copies of the notes that stand after the text. The page is complete without this. */
(() => {
  const { follow, spread } = panelOf({ noteOf: (id) => document.getElementById(`n-${id}`)?.cloneNode(true) });

  /* The notes fold away, since the panel shows them; «until-found» keeps them open to the browser's own search. */
  for (const unfold of document.querySelectorAll(".unfold")) {
    const list = document.getElementById(unfold.getAttribute("aria-controls"));
    const fold = (folded) => {
      if (folded) list.setAttribute("hidden", "until-found");
      else list.removeAttribute("hidden");
      unfold.setAttribute("aria-expanded", String(!folded));
    };
    unfold.hidden = false;
    fold(true);
    unfold.addEventListener("click", () => fold(!list.hasAttribute("hidden")));
    list.addEventListener("beforematch", () => fold(false));
  }

  document.fonts.ready.then(() => spread());
  new ResizeObserver(() => spread()).observe(document.getElementById("text"));
  follow();
})();
