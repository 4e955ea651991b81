// A device that gives no passkey says why in words; the other ways stay open.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const failed = document.getElementById("passkey-failed");
  if (failed) failed.hidden = false;
});
