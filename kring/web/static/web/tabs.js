// On a narrow screen, tabs go on beyond its edge: the one that is open is in sight.

for (const tabs of document.querySelectorAll(".k-tabs")) {
  const open = tabs.querySelector("[aria-current]");
  if (open) tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.clientWidth) / 2;
}
