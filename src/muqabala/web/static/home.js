/* Texts come in by paste, choice or drop; documents of the library are deleted. Without this the form works as forms do. */
"use strict";
const form = document.querySelector(".drop"), status = form.querySelector(".status"), files = form.querySelector("[type=file]");

const problem = async (answer) => {
  try {
    return (await answer.json()).message;
  } catch {
    return `${form.dataset.failed} (${answer.status})`;
  }
};

const add = async (data) => {
  status.textContent = form.dataset.adding;
  try {
    const answer = await fetch("/api/documents", { method: "POST", body: data });
    if (!answer.ok) {
      status.textContent = await problem(answer);
      return;
    }
    const told = await answer.json();
    sessionStorage.setItem("unread", JSON.stringify(told.unread ?? []));
    const added = told.documents ?? told;
    if (told.unread) {
      location.href = "/#unchecked";
      location.reload();
      return;
    }
    location.href = added.length === 1 ? `/d/${added[0].id}` : "/#unchecked";
    if (added.length > 1) location.reload();
  } catch {
    status.textContent = form.dataset.failed;
  }
};

/* What could not be read of several files is told until it is closed, or others are added. */
const unread = document.querySelector(".left-out");
for (const { name, message } of JSON.parse(sessionStorage.getItem("unread") ?? "[]")) {
  const line = document.createElement("li");
  const [file, why] = [document.createElement("bdi"), document.createElement("bdi")];
  file.textContent = name;
  why.textContent = message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
  line.append(file, ": ", why);
  unread.querySelector("ul").append(line);
  unread.hidden = false;
}
unread.querySelector("button").addEventListener("click", () => {
  sessionStorage.removeItem("unread");
  unread.hidden = true;
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  add(new FormData(form));
});
files.addEventListener("change", () => { if (files.files.length) add(new FormData(form)); });

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    const dropped = event.dataTransfer?.files ?? [];
    if (kind !== "drop" || !dropped.length) return;
    const data = new FormData();
    for (const file of dropped) data.append("files", file);
    add(data);
  });
}

/* A document goes at the second press. */
for (const button of document.querySelectorAll(".delete")) {
  button.hidden = false;
  button.addEventListener("blur", () => {
    button.classList.remove("sure");
    button.textContent = button.dataset.name;
  });
  button.dataset.name = button.textContent;
  button.addEventListener("click", async () => {
    if (!button.classList.contains("sure")) {
      button.classList.add("sure");
      button.textContent = button.dataset.sure;
      return;
    }
    const answer = await fetch(`/api/documents/${button.dataset.id}`, { method: "DELETE" });
    if (answer.ok) button.closest("li").remove();
    else status.textContent = await problem(answer);
  });
}

/* Laying accounts side by side can take a while. */
document.querySelector("[data-busy]")?.addEventListener("submit", (event) => {
  event.target.querySelector(".compare [role=status]").textContent = event.target.dataset.busy;
});

/* Several documents that came together are checked one after the other. */
const checkAll = async () => {
  for (const entry of document.querySelectorAll("[data-unchecked]")) {
    const place = entry.querySelector(".verdicts");
    const answer = await fetch(`/api/documents/${entry.dataset.id}/check`, { method: "POST" });
    if (!answer.ok) {
      place.textContent = await problem(answer);
      continue;
    }
    place.replaceChildren(document.createElement("progress"));
    const reader = answer.body.getReader();
    while (!(await reader.read()).done);
    entry.removeAttribute("data-unchecked");
  }
  location.replace("/");
};
if (location.hash === "#unchecked" && document.querySelector("[data-unchecked]")) checkAll();
