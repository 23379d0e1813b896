// Notes while an answer grows: its length, where its question stands, what is said aloud, and whether Gradio's log is live.
() => {
  const seen = (window.seen = { lengths: [], tops: [], spoken: [], live: [] });
  const add = (list, value) => list.at(-1) !== value && list.push(value);
  const before = document.querySelectorAll("#chat .user-row").length;
  new MutationObserver(() => {
    const log = document.querySelector("#chat [aria-live]");
    if (log && !seen.live.includes(log.ariaLive)) seen.live.push(log.ariaLive);
    const [questions, answers] = ["#chat .user-row", "#chat .bot-row .md"].map((rows) => [...document.querySelectorAll(rows)]);
    if (questions.length <= before || answers.length < questions.length) return;
    seen.tops.push(questions.at(-1).getBoundingClientRect().top);
    const copy = answers.at(-1).cloneNode(true);
    copy.querySelectorAll(".waiting").forEach((part) => part.remove());
    const length = copy.textContent.trim().length;
    if (length) add(seen.lengths, length);
  }).observe(document.getElementById("chat"), { subtree: true, childList: true, characterData: true });
  const spoken = document.getElementById("spoken");
  new MutationObserver(() => add(seen.spoken, spoken.textContent)).observe(spoken, { subtree: true, childList: true, characterData: true });
}
