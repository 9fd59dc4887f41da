/* Asks for the check of an unchecked document while its text is still arriving; the page's script takes the answer, or asks itself if it comes first. */
"use strict";
if (globalThis.asked === undefined) {
  const { document: id, checked } = document.getElementById("text").dataset;
  globalThis.asked = checked ? null : fetch(`/d/${id}/check`, { method: "POST" });
}
