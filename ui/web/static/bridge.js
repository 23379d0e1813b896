// Carries what page.js wants to the server as events of this component; page.js itself runs before Gradio does.
document.addEventListener("tutor:bridge", ({ detail }) => trigger(detail.kind, detail.detail));
document.dispatchEvent(new Event("tutor:ready"));
// the kinds that Python listens to: "click" an act, "select" a question, "load" the first conversation, "input" another one, "change" the due count
