element.addEventListener("click", (event) => {
  if (event.target.closest("[data-new]")) trigger("click");
});
