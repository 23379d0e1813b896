// A concept anywhere on the page asks about itself; while an answer is being written it does nothing.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.concept, button.concept");
  if (!link) return;
  event.preventDefault();
  if (document.querySelector("#question .stop-button")) return;
  trigger("click", { concept: link.dataset.concept || link.hash.replace("#concept-", "") });
});
