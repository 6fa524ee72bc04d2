// Messages at the bottom. Each can be closed; one without an undo leaves by itself. A part of a page that could not be
// fetched says so here, and a refusal (409) shows its reason.

const STAYS = 8000;

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAYS, toast);
  else toast.remove();
}

function settle(room) {
  for (const toast of room.querySelectorAll(".k-toast:not([data-settled])")) {
    toast.dataset.settled = "";
    if (!toast.querySelector("form")) setTimeout(leave, STAYS, toast);
  }
}

function say(text) {
  const toast = document.querySelector("#k-toast").content.cloneNode(true);
  toast.querySelector("[data-text]").textContent = text;
  document.querySelector("#k-toasts").append(toast);
}

const room = document.querySelector("#k-toasts");
if (room) {
  settle(room);
  new MutationObserver(() => settle(room)).observe(room, { childList: true });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismisses]")) event.target.closest(".k-toast").remove();
  });

  document.addEventListener("htmx:responseError", (event) => {
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    say(answer.querySelector("#refusal")?.textContent.trim() || room.dataset.failed);
  });
  document.addEventListener("htmx:sendError", () => say(room.dataset.lost));
}
