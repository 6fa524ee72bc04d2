// Menus are <details>: they open and close by themselves. This closes them when one clicks or tabs elsewhere or presses
// Escape, moves through them with the arrow keys, and narrows a long one down while one types.

const openMenus = () => document.querySelectorAll("details.k-menu[open]");

function close(menu, { focus = false } = {}) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

function stops(menu) {
  return [...menu.querySelectorAll(".k-menu-panel :is(a, button, input)")].filter((stop) => stop.offsetParent !== null);
}

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
});

document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.k-menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    close(menu, { focus: true });
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = stops(menu);
  all.at((all.indexOf(document.activeElement) + step) % all.length)?.focus();
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.k-menu") && event.target.open) event.target.querySelector("input[data-narrows]")?.focus();
}, true);

document.addEventListener("input", (event) => {
  if (!event.target.matches("input[data-narrows]")) return;
  const typed = event.target.value.trim().toLocaleLowerCase();
  for (const choice of event.target.closest(".k-menu-panel").querySelectorAll("li")) {
    choice.hidden = !choice.textContent.toLocaleLowerCase().includes(typed);
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("input[data-narrows]") || event.key !== "Enter") return;
  event.preventDefault();
  event.target.closest(".k-menu-panel").querySelector("li:not([hidden]) a")?.click();
});

// Ctrl+K (or Command+K) goes to the search box.
document.addEventListener("keydown", (event) => {
  if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
  const box = document.querySelector(".k-search input");
  if (!box || box.offsetParent === null) return;
  event.preventDefault();
  box.select();
});
