"use strict";
// A page with something live in it asks for itself again when the server says that something changed,
// and takes over that part. Without this script, or without a line, the page is read all the same.
(() => {
  const part = () => document.querySelector("[data-mark]");
  const sign = document.querySelector("[data-sign]");
  if (!part() || !window.EventSource) return;

  let busy = false;
  let wanted = "";

  async function renew() {
    // Whoever is typing or choosing there is not disturbed.
    if (busy || part().contains(document.activeElement)) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { "X-Renews": "1" }, redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-mark]");
      if (fresh) part().replaceWith(document.adoptNode(fresh));
    } catch {
      say("连接断开，正在重连");
    } finally {
      busy = false;
    }
  }

  function say(text) {
    if (sign && sign.textContent !== text) sign.textContent = text;
  }

  const line = new EventSource("/live");
  line.addEventListener("open", () => say("实时更新"));
  line.addEventListener("error", () => say("连接断开，正在重连"));
  line.addEventListener("changed", (event) => {
    wanted = event.data;
    if (part().dataset.mark !== wanted) renew();
  });
  setInterval(() => {
    if (wanted && part().dataset.mark !== wanted) renew();
  }, 3000);
  // Ages grow without anything happening.
  setInterval(renew, 30000);
})();
