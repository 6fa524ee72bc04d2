// Notes with several writers. What is typed is merged by Yjs here and by its twin on the server; the others' changes
// come in over the stream of live.js. Without this the same text is a form.

const SOON = 150; // milliseconds of typing that go together
const AGAIN = 3000;

const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const isLowHalf = (text, at) => /[\udc00-\udfff]/.test(text[at] ?? "");
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

// What one change of the text comes to: where, how many letters went, which came. No letter is cut in half.
function difference(before, after, caret) {
  const longest = Math.min(before.length, after.length);
  let end = 0;
  while (end < longest && after.length - end > caret && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  let start = 0;
  while (start < longest - end && before[start] === after[start]) start += 1;
  while (end < longest - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (isLowHalf(before, start) || isLowHalf(after, start)) start -= 1;
  if (end && (isLowHalf(before, before.length - end) || isLowHalf(after, after.length - end))) end -= 1;
  return { start, gone: before.length - end - start, come: after.slice(start, after.length - end) };
}

class Note {
  constructor(place) {
    this.place = place;
    this.area = place.querySelector("textarea");
    this.url = place.dataset.url ?? place.action;
    this.saved = place.querySelector("[data-saved]");
    this.doc = new Yjs.Doc();
    this.text = this.doc.getText("text");
    Yjs.applyUpdate(this.doc, toBytes(place.dataset.state), this);
    this.kept = Yjs.encodeStateVector(this.doc);
    this.text.observe((event, { origin }) => origin === "typed" || this.show(event.delta));
    if (!this.area) return;
    place.querySelector("button").hidden = true;
    place.addEventListener("submit", (event) => event.preventDefault());
    this.area.addEventListener("input", () => this.type());
    this.names = new Names(this.area, place.querySelector(".k-names"));
    if (this.area.value !== this.text.toString()) this.area.value = this.text.toString();
  }

  type() {
    const { start, gone, come } = difference(this.text.toString(), this.area.value, this.area.selectionEnd);
    this.doc.transact(() => {
      if (gone) this.text.delete(start, gone);
      if (come) this.text.insert(start, come);
    }, "typed");
    this.typed = true;
    this.say("keeping");
    this.soon(SOON);
  }

  soon(after) {
    if (!this.sending && !this.timer) this.timer = setTimeout(() => this.send(), after);
  }

  // One request at a time; each carries all that the server has not confirmed, so nothing is lost when one fails.
  async send() {
    this.timer = null;
    this.sending = true;
    this.typed = false;
    const come = Yjs.encodeStateVector(this.doc);
    const body = JSON.stringify({ update: toText(Yjs.encodeStateAsUpdate(this.doc, this.kept)), vector: toText(come) });
    let again = 0;
    try {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token(), "HX-Request": "true" };
      const answer = await fetch(this.url, { method: "POST", headers, body });
      if (answer.ok) this.confirm(await answer.json(), come);
      else if (answer.status < 500) this.refuse(await answer.text());
      else again = AGAIN;
    } catch {
      again = AGAIN;
    }
    this.sending = false;
    if (again) this.say("lost");
    if (again || this.hasMore()) this.soon(again || SOON);
  }

  confirm({ update, cards }, come) {
    this.kept = come;
    Yjs.applyUpdate(this.doc, toBytes(update), this);
    place(this.place.dataset.note, cards);
    if (!this.hasMore()) this.say("kept");
  }

  hasMore() {
    return !this.refused && this.typed;
  }

  // What was typed stays on the page, to be copied.
  refuse(html) {
    const said = new DOMParser().parseFromString(html, "text/html").querySelector("#refusal, main h1, h1");
    this.refused = true;
    this.area.readOnly = true;
    this.saved.textContent = said?.textContent.trim() ?? "";
  }

  // Others' changes, with the caret staying at its letters.
  show(delta) {
    const now = this.text.toString();
    if (!this.area) return void (this.place.textContent = now);
    let [from, to] = [this.area.selectionStart, this.area.selectionEnd];
    let at = 0;
    for (const { retain = 0, insert = "", delete: gone = 0 } of delta) {
      at += retain;
      const moved = (caret) => (caret <= at ? caret : Math.max(at, caret + insert.length - gone));
      [from, to] = [moved(from), moved(to)];
      at += insert.length;
    }
    this.area.value = now;
    if (document.activeElement === this.area) this.area.setSelectionRange(from, to);
  }

  hear(update) {
    Yjs.applyUpdate(this.doc, toBytes(update), this);
  }

  async catchUp() {
    const vector = encodeURIComponent(toText(Yjs.encodeStateVector(this.doc)));
    const answer = await fetch(`${this.url}?vector=${vector}`);
    if (!answer.ok) return;
    const { update, cards } = await answer.json();
    this.hear(update);
    place(this.place.dataset.note, cards);
  }

  say(what) {
    if (!this.refused) this.saved.textContent = this.saved.dataset[what];
  }
}

// Names to choose from while an @name is typed at the beginning of a line; Tab takes the first.
class Names {
  constructor(area, list) {
    this.area = area;
    this.list = list;
    this.all = JSON.parse(document.getElementById("names")?.textContent ?? "[]");
    area.addEventListener("input", () => this.offer());
    area.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && this.list.firstChild) {
        event.preventDefault();
        this.take(this.list.firstChild.textContent);
      } else if (event.key === "Escape") this.close();
    });
    list.addEventListener("click", (event) => event.target.closest("button") && this.take(event.target.textContent));
  }

  begun() {
    const line = this.area.value.slice(0, this.area.selectionEnd).split("\n").at(-1);
    return /^\s*(?:[-*]\s+)?@(\p{L}[\p{L} .'-]*)$/u.exec(line)?.[1] ?? "";
  }

  offer() {
    const begun = this.begun().toLowerCase();
    const fit = begun ? this.all.filter((name) => ` ${name.toLowerCase()}`.includes(` ${begun}`)).slice(0, 5) : [];
    this.list.replaceChildren(
      ...fit.map((name) => Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: name })),
    );
    this.list.hidden = !fit.length;
  }

  take(name) {
    const end = this.area.selectionEnd;
    this.area.focus();
    this.area.setSelectionRange(end - this.begun().length, end);
    document.execCommand("insertText", false, `${name} `);
    this.close();
  }

  close() {
    this.list.replaceChildren();
    this.list.hidden = true;
  }
}

function place(item, cards) {
  const where = document.querySelector(`[data-cards="${CSS.escape(item)}"]`);
  if (where) where.innerHTML = cards;
}

const notes = new Map();

function meet() {
  for (const one of document.querySelectorAll("[data-note]")) {
    if (!notes.has(one.dataset.note)) notes.set(one.dataset.note, new Note(one));
  }
}

meet();
document.addEventListener("kring:notes", meet);
document.addEventListener("kring:news", ({ detail }) => {
  if (!detail.update) return;
  notes.get(detail.item)?.hear(detail.update);
  place(detail.item, detail.html);
});
document.addEventListener("kring:refresh", () => notes.forEach((note) => note.catchUp()));
