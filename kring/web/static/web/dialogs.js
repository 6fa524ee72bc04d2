// A dialog is opened by a link to its id, so that it shows without a script too. Here it becomes modal.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-opens]");
  if (opener) {
    event.preventDefault();
    document.querySelector(opener.hash).showModal();
    return;
  }
  const closer = event.target.closest("[data-closes]");
  const dialog = closer?.closest("dialog");
  if (dialog?.open) {
    event.preventDefault();
    dialog.close();
    return;
  }
  // A click on the dialog itself, not on anything in it, is a click beside it.
  if (event.target.matches("dialog[open].k-dialog")) event.target.close();
});
