// Puts the points of an agenda in order by dragging. The buttons beside them do the same without a script.
const list = document.querySelector("[data-agenda]");
let dragged = null;

function point(event) {
  return event.target.closest?.("[data-move]") ?? null;
}

list?.addEventListener("dragstart", (event) => {
  dragged = point(event);
  dragged?.classList.add("k-dragged");
});
list?.addEventListener("dragend", () => {
  dragged?.classList.remove("k-dragged");
  dragged = null;
});
list?.addEventListener("dragover", (event) => {
  const over = point(event);
  if (!dragged || !over) return;
  event.preventDefault();
  for (const each of list.children) each.classList.toggle("k-over", each === over && over !== dragged);
});
list?.addEventListener("drop", (event) => {
  const over = point(event);
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = dragged.dataset.move;
  const values = { to: [...list.children].indexOf(over), csrfmiddlewaretoken: list.querySelector("[name=csrfmiddlewaretoken]").value };
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
});
