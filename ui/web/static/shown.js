// What an act has led to, beside the new body; page.js takes it from here.
watch("value", () => {
  const news = element.querySelector("[data-seq]");
  if (news) document.dispatchEvent(new CustomEvent("tutor:shown", { detail: { ...news.dataset } }));
});
