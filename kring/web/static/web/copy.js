// Copy buttons: put the text on the clipboard and say so for two seconds.

// A site without a certificate has no clipboard of its own; there a hidden field is what gets copied.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const room = button.closest(".k-copy");
  await copy(button.dataset.copies);
  room.classList.add("k-copy-done");
  room.querySelector("[role=status]").textContent = button.dataset.done;
  setTimeout(() => {
    room.classList.remove("k-copy-done");
    room.querySelector("[role=status]").textContent = "";
  }, 2000);
});
