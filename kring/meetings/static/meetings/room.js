// The room: clocks that tick, sides that follow what happens, and keys for who steers: n the next point, t stop the
// clock, s the next speaker. Without this the page is right after a reload.

const room = document.getElementById("room");
const AT_MOST = 1200; // milliseconds: two hundred pages do not all ask at once

const shown = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

setInterval(() => {
  for (const clock of document.querySelectorAll("[data-spent]")) {
    clock.dataset.spent = Number(clock.dataset.spent) + 1;
    clock.textContent = shown(Number(clock.dataset.spent));
  }
}, 1000);

async function pageAt(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

async function renew() {
  const fresh = await pageAt(room.dataset.sides + document.getElementById("people").dataset.parts);
  if (!fresh) return;
  if ("opened" in fresh.getElementById("agenda").dataset && !("opened" in document.getElementById("agenda").dataset)) {
    location.reload(); // it begins: nothing was written yet that could be lost
    return;
  }
  const points = [...fresh.querySelectorAll("#agenda .k-points a")].map((link) => link.hash.slice(1));
  for (const id of ["agenda", "people"]) {
    const part = document.getElementById(id);
    const now = fresh.getElementById(id);
    const asking = part?.querySelector("input[type=search]:focus");
    if (!part || !now || part.querySelector("details.k-menu[open]") || asking?.value !== asking?.defaultValue) continue;
    const open = part.querySelector("details.k-fold")?.open;
    part.replaceWith(document.adoptNode(now));
    if (open) now.querySelector("details.k-fold")?.setAttribute("open", "");
    if (asking) now.querySelector("input[type=search]")?.focus();
    window.htmx?.process(now);
  }
  if (points.some((id) => !document.getElementById(id))) addNotes();
}

// A point was added, or opened to us: its notes come in between the others, where one may be typing.
async function addNotes() {
  const fresh = await pageAt(location.href);
  let above = null;
  for (const note of fresh ? [...fresh.querySelectorAll(".k-note")] : []) {
    const here = document.getElementById(note.id) ?? document.adoptNode(note);
    if (!here.isConnected && above) above.after(here);
    else if (!here.isConnected) document.querySelector(".k-console-notes").prepend(here);
    above = here;
  }
  document.dispatchEvent(new CustomEvent("kring:notes"));
}

let waiting = null;
function soon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    renew();
  }, Math.random() * AT_MOST);
}

document.addEventListener("kring:news", ({ detail }) => detail.item === room?.dataset.room && soon());
document.addEventListener("kring:refresh", soon);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) (button.closest("form")?.querySelector("button") ?? button).click();
});
