// The page of an item. Without this everything works; with it names are completed after an @, of people who read this.

let list = null; // the open list of names: its element, its text field, where the typed name begins

const WORD = /(?:^|\s)@([\p{L}\p{N}][\p{L}\p{N}.' -]{0,40})$/u;

function close() {
  list?.element.remove();
  list?.field.removeAttribute("aria-activedescendant");
  list?.field.removeAttribute("aria-controls");
  list = null;
}

function choices() {
  return [...list.element.querySelectorAll("[role=option]")];
}

function select(option) {
  for (const one of choices()) one.setAttribute("aria-selected", String(one === option));
  list.field.setAttribute("aria-activedescendant", option.id);
}

// Written as if it were typed, so that the browser can undo it.
function take(option) {
  const { field, start } = list;
  field.focus();
  field.setSelectionRange(start, field.selectionStart);
  document.execCommand("insertText", false, `${option.dataset.name} `);
  close();
}

async function complete(field) {
  const typed = field.value.slice(0, field.selectionStart).match(WORD);
  if (!typed) return close();
  const start = field.selectionStart - typed[1].length;
  const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(typed[1])}`);
  const html = answer.ok ? (await answer.text()).trim() : "";
  const now = field.value.slice(0, field.selectionStart).match(WORD);
  if (now?.[1] !== typed[1]) return undefined; // typed on meanwhile
  close();
  if (!html) return undefined;
  const element = Object.assign(document.createElement("ul"), { className: "k-mention-list", id: "mention-list", innerHTML: html });
  element.setAttribute("role", "listbox");
  element.setAttribute("aria-label", element.querySelector("[data-label]")?.dataset.label ?? "");
  field.after(element);
  field.setAttribute("aria-controls", element.id);
  list = { element, field, start };
  select(choices()[0]);
  return undefined;
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-mentions]")) complete(event.target);
});

document.addEventListener("keydown", (event) => {
  if (!list || event.target !== list.field) return;
  const all = choices();
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") select(all[(at - 1 + all.length) % all.length]);
  else if (event.key === "Enter" || event.key === "Tab") take(all[at]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest(".k-mention-list [role=option]");
  if (!option) return;
  event.preventDefault();
  take(option);
});

document.addEventListener("focusout", (event) => {
  if (event.target === list?.field) close();
});

// A tap answers with the buttons as they are now; the focus stays on the one that was pressed.
let tapped = "";
document.addEventListener("htmx:beforeRequest", (event) => { tapped = event.target.querySelector?.(".k-tap")?.id ?? ""; });
document.addEventListener("htmx:afterSwap", () => { if (tapped) document.getElementById(tapped)?.focus(); });
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "reply-form") event.target.querySelector("textarea")?.focus();
});
