// Fields: show what one types in a secret; find somebody in a crowd; send a form once; a bar while files travel.

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-reveals]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
});

// Enter takes one from the words to the first that they find, as soon as those are there; it does not send the form.
let waiting = null;

document.addEventListener("keydown", (event) => {
  const words = event.target;
  if (event.key !== "Enter" || !words.matches?.("[data-finder]")) return;
  event.preventDefault();
  if (words.value === (words.dataset.found ?? words.defaultValue)) toFound(words);
  else waiting = words;
});

document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  if (elt.matches("[data-finder]")) elt.dataset.asked = elt.value;
});

document.addEventListener("htmx:afterSettle", ({ detail: { requestConfig } }) => {
  const words = requestConfig?.elt;
  if (!words?.matches("[data-finder]")) return;
  words.dataset.found = words.dataset.asked;
  if (waiting !== words || words.value !== words.dataset.found) return;
  waiting = null;
  toFound(words);
});

function toFound(words) {
  const found = [...document.getElementById(words.dataset.finder).querySelectorAll("input")];
  (found.find((one) => one.value && !one.checked) ?? found[0])?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Back from the browser's store, a form may be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// The summary of what is wrong takes the focus, so that it is read out and its links are next.
const toErrors = () => document.querySelector("[data-errors]")?.focus();
toErrors();

// A form with files goes by XMLHttpRequest, because only that tells how far it is.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const bar = form.querySelector("progress[data-upload]");
  const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  if (!bar || !files || event.defaultPrevented) return;
  event.preventDefault();
  const sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", (step) => { if (step.lengthComputable) bar.value = step.loaded / step.total; });
  sending.addEventListener("load", () => arrive(sending));
  sending.addEventListener("error", () => { delete form.dataset.sent; form.submit(); });
  bar.hidden = false;
  sending.open("POST", form.action);
  sending.send(new FormData(form, event.submitter));
});

// The answer is another page, or this one again with what is wrong.
function arrive(sending) {
  if (sending.responseURL !== location.href) {
    location.assign(sending.responseURL);
    return;
  }
  const answer = new DOMParser().parseFromString(sending.responseText, "text/html");
  for (const part of ["main", "#k-toasts"]) document.querySelector(part)?.replaceWith(answer.querySelector(part));
  toErrors();
}
