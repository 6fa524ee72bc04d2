// When a passkey was not used, say so where one looks, instead of in the console.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("#passkey-failed").hidden = false;
});
