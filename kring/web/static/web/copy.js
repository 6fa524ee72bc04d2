// Copy buttons: put the text on the clipboard and say so for two seconds.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const room = button.closest(".k-copy");
  await navigator.clipboard.writeText(button.dataset.copies);
  room.classList.add("k-copy-done");
  room.querySelector("[role=status]").textContent = button.dataset.done;
  setTimeout(() => {
    room.classList.remove("k-copy-done");
    room.querySelector("[role=status]").textContent = "";
  }, 2000);
});
