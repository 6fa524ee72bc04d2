// What happens arrives by itself. A page works without this: whatever it shows is there after a reload.
//
// The pages of one browser share one stream: the page that holds the lock listens, and tells the others. Rows go on
// top of the lists they belong in ([data-live="items"], perhaps of one circle), and the parts of a page about a
// thing that changed ([data-live="item"][data-item]) are asked for again. Scripts of a page hear of it as "kring:news".

const CHANNEL = "kring-live";
const others = new BroadcastChannel(CHANNEL);
let last = ""; // the number of the event that this browser heard last

function place(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const row = template.content.firstElementChild;
  row.classList.add("k-row-arrives");
  return row;
}

// A topic that somebody muted stays away; the row says for which ones that may be.
function arrive(list, row) {
  const muted = (list.dataset.muted ?? "").split(",");
  const tags = (row.dataset.tags ?? "").split(",").filter(Boolean);
  if (!tags.some((tag) => muted.includes(tag))) list.prepend(row);
}

function known(list, item) {
  return list.querySelector(`:scope > [data-item="${CSS.escape(item)}"]`);
}

function show(news) {
  const { item, circle, fresh, html } = news;
  if (html) {
    for (const list of document.querySelectorAll('[data-live="items"]')) {
      const old = known(list, item);
      if (old) old.replaceWith(place(html));
      else if (fresh && (!list.dataset.circle || list.dataset.circle === circle)) arrive(list, place(html));
    }
    if (fresh) ring();
  }
  const parts = document.querySelectorAll(`[data-live="item"][data-item="${CSS.escape(item)}"]`);
  if (parts.length) renew(parts);
  document.dispatchEvent(new CustomEvent("kring:news", { detail: news }));
}

function ring() {
  for (const dot of document.querySelectorAll("[data-live-bell]")) {
    const count = Number(dot.dataset.liveBell) + 1;
    dot.dataset.liveBell = count;
    dot.textContent = count > 99 ? "99+" : count;
    dot.hidden = false;
  }
}

// Asks for this page again and takes from it what stands in the same place. What somebody is typing stays.
async function renew(parts) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const now = part.id && fresh.getElementById(part.id);
    if (!now || part.contains(document.activeElement)) continue;
    part.replaceWith(document.adoptNode(now));
    window.htmx?.process(document.getElementById(now.id));
  }
}

function refresh() {
  renew(document.querySelectorAll("[data-live][id]"));
  document.dispatchEvent(new CustomEvent("kring:refresh"));
}

function hear({ type, data, id }) {
  last = id;
  if (type === "news") show(data);
  else if (type === "refresh") refresh();
  else document.dispatchEvent(new CustomEvent("kring:refresh")); // what came while the page was on its way
}

// Never done: the page that listens goes on listening until it is closed, and then another one does.
function listen() {
  return new Promise(open);
}

function open() {
  const stream = new EventSource(`/live?last=${last}`);
  for (const type of ["hello", "news", "refresh"]) {
    stream.addEventListener(type, (event) => {
      const message = { type, data: JSON.parse(event.data), id: event.lastEventId };
      hear(message);
      others.postMessage(message);
    });
  }
  stream.addEventListener("error", () => {
    // Refused, and not for a moment only: later, from the beginning.
    if (stream.readyState === EventSource.CLOSED) setTimeout(open, 30000);
  });
}

others.addEventListener("message", (event) => hear(event.data));
if (navigator.locks) navigator.locks.request(CHANNEL, listen);
else listen();
