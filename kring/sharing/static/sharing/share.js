// The share box. Without this everything works by its buttons; with it a finding is mended where it stands, so that the
// browser can undo it, nothing that is being kept gets lost when one presses Share, and files show how far they are.

const box = () => document.querySelector("#box");

// --- Mending ---

// Puts the words that stand for a finding in its place, as if they were typed: undo works, and everything that listens to
// typing hears it.
function mend(text, { start, end, instead }) {
  text.closest("details")?.setAttribute("open", "");
  text.focus();
  text.setSelectionRange(Number(start), Number(end));
  document.execCommand("insertText", false, instead);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-mends]");
  if (!button) return;
  const all = button.dataset.mends === "all" ? [...document.querySelectorAll("#findings > .k-findings button")] : [button];
  const texts = all.map((one) => document.getElementById(one.dataset.mends));
  // A text that changed since it was looked through is mended by the server, which looks again.
  if (texts.some((text, place) => text.value.length !== Number(all[place].dataset.length))) return;
  event.preventDefault();
  // From the last to the first, so that the places of the others stay what they were.
  for (let place = all.length - 1; place >= 0; place -= 1) mend(texts[place], all[place].dataset);
});

// --- Keeping and sharing ---

// One thing after the other: what is on its way to be kept arrives before the box is sent, and nothing is kept behind it.
let underWay = 0;
let waiting = null;

const isKeeping = (event) => event.target.closest?.("#box") && event.target.matches("#saved, #id_uploads, .k-files button");

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isKeeping(event)) return;
  if (box().dataset.sent || waiting) event.preventDefault();
  else underWay += 1;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!isKeeping(event)) return;
  underWay = Math.max(0, underWay - 1);
  if (event.target.matches("#id_uploads")) settleUpload(event.target, event.detail.successful);
  if (underWay || !waiting) return;
  const button = waiting;
  waiting = null;
  button.form.requestSubmit(button);
});

document.addEventListener("submit", (event) => {
  if (event.target !== box() || !underWay) return;
  event.preventDefault();
  waiting = event.submitter;
  waiting?.setAttribute("aria-busy", "true");
}, true);

// --- Files ---

const barOf = (input) => input.closest("[data-drop]").querySelector("progress");

document.addEventListener("htmx:xhr:progress", (event) => {
  if (!event.target.matches("#id_uploads") || !event.detail.lengthComputable) return;
  const bar = barOf(event.target);
  bar.hidden = false;
  bar.value = event.detail.loaded / event.detail.total;
});

function settleUpload(input, arrived) {
  barOf(input).hidden = true;
  if (arrived) input.value = "";
}

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.toggle("k-drop-over", kind === "dragenter" || kind === "dragover");
    if (kind !== "drop") return;
    const input = zone.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// --- Choosing ---

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-narrows-list]")) return;
  event.stopPropagation();
  const typed = event.target.value.trim().toLocaleLowerCase();
  for (const group of event.target.parentElement.querySelectorAll("[data-group]")) narrow(group, typed);
}, true);

// A house shows whole when its own name fits, and else those of its people that fit. Who is ticked stays in sight.
function narrow(group, typed) {
  const fits = (text) => text.toLocaleLowerCase().includes(typed);
  const whole = fits(group.getAttribute("aria-label") ?? group.textContent);
  const choices = group.matches("label") ? [] : [...group.querySelectorAll("label")];
  for (const choice of choices) choice.hidden = !(whole || fits(choice.textContent) || choice.control.checked);
  group.hidden = !(whole || choices.some((choice) => !choice.hidden) || group.control?.checked);
}

// Enter takes one from the words to the first that is found; it does not send the form.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-narrows-list]") || event.key !== "Enter") return;
  event.preventDefault();
  const found = [...event.target.parentElement.querySelectorAll("[data-group] input")].filter((box) => box.offsetParent);
  (found.find((box) => !box.checked) ?? found[0])?.focus();
});

// The words one looks for somebody with are no part of what is shared: nothing is kept and nobody is counted for them.
function keepApart(room) {
  for (const finder of room.querySelectorAll("#audience .k-finder")) {
    for (const kind of ["input", "change"]) finder.addEventListener(kind, (event) => event.stopPropagation());
  }
}

keepApart(document);
document.addEventListener("htmx:load", (event) => keepApart(event.target));

// The tags that are used here become buttons that add them.
function offerTags(room) {
  for (const word of room.querySelectorAll("#used-tags > span")) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: word.textContent });
    button.addEventListener("click", () => addTag(button));
    word.replaceWith(button);
  }
}

function addTag(button) {
  const input = document.querySelector("#id_tags");
  const tags = input.value.split(",").map((tag) => tag.trim()).filter(Boolean);
  if (!tags.includes(button.textContent)) input.value = [...tags, button.textContent].join(", ");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

offerTags(document);
document.addEventListener("htmx:load", (event) => offerTags(event.target));
