/* The colours change at once and stay chosen; without this the links do the same with a new page. */
"use strict";
for (const link of document.querySelectorAll(".themes a")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { theme } = link.dataset;
    document.cookie = `muqabala_theme=${theme}; path=/; max-age=31536000; samesite=strict`;
    document.documentElement.dataset.theme = theme;
    document.querySelector("meta[name=color-scheme]").content = theme === "system" ? "light dark" : theme;
    for (const other of document.querySelectorAll(".themes a")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
}
