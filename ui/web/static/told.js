// Which conversation the chat shows; page.js puts it into the address.
watch("value", () => {
  const talk = element.querySelector("[data-talk]");
  if (talk) document.dispatchEvent(new CustomEvent("tutor:talk", { detail: talk.dataset.talk }));
});
