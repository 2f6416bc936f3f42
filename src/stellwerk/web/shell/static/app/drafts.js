// SPDX-FileCopyrightText: 2026 The Stellwerk authors
// SPDX-License-Identifier: EUPL-1.2
//
// Drafts and presence: what is typed is kept on the server every few seconds and on leaving.
// Nothing is kept in the browser; without this file forms work as before. The header says that no
// person acted, so that a forgotten page does not keep a session alive.
"use strict";

(() => {
  const PAUSE = 2000;
  const BEAT = 25000;
  const forms = new Set();

  function watch(root) {
    for (const mark of root.querySelectorAll("[data-keeps]")) {
      const form = mark.closest("form");
      if (!form || form.keeping) continue;
      form.keeping = { mark, timer: 0, isTouched: false };
      forms.add(form);
      form.addEventListener("input", () => {
        form.keeping.isTouched = true;
        clearTimeout(form.keeping.timer);
        form.keeping.timer = setTimeout(() => tell(form, "keep"), PAUSE);
      });
      tell(form, "here");
    }
  }

  async function tell(form, act, isLeaving = false) {
    const { mark } = form.keeping;
    if (form.dataset.sent) return;
    const typed = act === "keep" ? new FormData(form) : new FormData();
    if (act === "keep") {
      clearTimeout(form.keeping.timer);
      form.keeping.isTouched = false;
      // Files are sent with the form and at no other time.
      for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    } else {
      typed.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken?.value ?? "");
    }
    typed.set("act", act);
    try {
      const answer = await fetch(mark.dataset.keeps, {
        method: "POST",
        body: new URLSearchParams(typed),
        headers: { "X-Background": "1" },
        redirect: "error",
        // Outlives the page, but carries 64 kB at most.
        keepalive: isLeaving,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { said, others } = await answer.json();
      if (said) mark.textContent = said;
      if (others) show(form, others);
    } catch {
      if (act !== "keep") return;
      form.keeping.isTouched = true;
      mark.textContent = mark.dataset.failed;
    }
  }

  // Who else is here stands above the form; said once, not every 25 seconds.
  function show(form, others) {
    const own = form.keeping.mark.parentElement.querySelector("[data-others]");
    const place = own ?? document.querySelector("#main [data-others]");
    const text = others.join(" ");
    if (place && place.textContent.trim() !== text) {
      place.textContent = text;
      place.hidden = !text;
    }
  }

  setInterval(() => {
    for (const form of forms) {
      if (!form.isConnected) forms.delete(form);
      else if (form.getClientRects().length && !document.hidden) tell(form, "here");
    }
  }, BEAT);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) for (const form of forms) if (form.keeping.isTouched) tell(form, "keep", true);
  });
  window.addEventListener("pagehide", () => {
    for (const form of forms) {
      if (form.keeping.isTouched) tell(form, "keep", true);
      tell(form, "leave", true);
    }
  });
  document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
  watch(document);
})();
