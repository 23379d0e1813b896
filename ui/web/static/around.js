// A box of the neighbourhood asks about its concept; while an answer is being written it does nothing.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#around button.concept");
  if (!link) return;
  event.preventDefault();
  if (document.querySelector("#question .stop-button")) return;
  trigger("click", { concept: link.dataset.concept });
});
