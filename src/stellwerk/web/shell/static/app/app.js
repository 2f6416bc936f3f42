// SPDX-FileCopyrightText: 2026 The Stellwerk authors
// SPDX-License-Identifier: EUPL-1.2
//
// Only what makes a working page quicker: every page works without this file.
"use strict";

(() => {
  const combobox = { source: document.currentScript.dataset.comboboxSource, loading: null };
  const DRAFT_PAUSE = 2000;

  // Menus: one open at a time, closed by Escape and by a click elsewhere.
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except && !menu.contains(except)) menu.open = false;
    }
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // Dialogs: a link with data-opens opens one; without this script its address is followed.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog && dialog.showModal && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      dialog.showModal();
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
  });

  // Forms: what asks to be read first gets the focus; a form is sent once.
  function focusFirst(root) {
    const wanted = root.querySelector("[data-focus]");
    if (wanted) wanted.focus();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    clearTimeout(form.draftTimer);
  });
  // Back from the browser's memory the form may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Filters that act at once where the page says so.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-instant]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

  // Drafts: saved in the background, which is no sign of a person and extends no session.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(form.draftTimer);
    form.draftTimer = setTimeout(() => saveDraft(form), DRAFT_PAUSE);
  });
  async function saveDraft(form) {
    if (form.dataset.sent) return;
    const state = form.querySelector("[data-draft-state]");
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Background": "1" },
        redirect: "error",
      });
      if (state && answer.ok) state.textContent = await answer.text();
      else if (state) state.textContent = state.dataset.failed || "";
    } catch {
      if (state) state.textContent = state.dataset.failed || "";
    }
  }

  // Long choices become searchable. The script is fetched only where it is needed.
  function enhanceChoices(root) {
    const choices = root.querySelectorAll("select[data-combobox]:not([data-enhanced])");
    if (!choices.length) return;
    for (const select of choices) select.dataset.enhanced = "1";
    combobox.loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = combobox.source;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    combobox.loading.then(() => {
      for (const select of choices) {
        const words = document.documentElement.lang.startsWith("de") ? GERMAN : ENGLISH;
        const described = select.getAttribute("aria-describedby");
        window.accessibleAutocomplete.enhanceSelectElement({
          selectElement: select,
          showAllValues: true,
          confirmOnBlur: false,
          dropdownArrow: () => "",
          defaultValue: select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "",
          ...words,
        });
        const input = select.parentElement.querySelector("input");
        if (input && described) input.setAttribute("aria-describedby", described);
        input?.addEventListener("change", () => {
          if (!input.value) select.value = "";
        });
      }
    });
  }
  const GERMAN = {
    tNoResults: () => "Nichts gefunden",
    tStatusQueryTooShort: (n) => `Bitte mindestens ${n} Zeichen eingeben`,
    tStatusNoResults: () => "Keine Treffer",
    tStatusSelectedOption: (option, length, index) => `${option} ist ausgewählt, ${index + 1} von ${length}`,
    tStatusResults: (length) => (length === 1 ? "1 Treffer" : `${length} Treffer`),
    tAssistiveHint: () => "Mit den Pfeiltasten wählen, mit der Eingabetaste übernehmen.",
  };
  const ENGLISH = {};

  document.addEventListener("htmx:load", (event) => {
    enhanceChoices(event.detail.elt);
    focusFirst(event.detail.elt);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) delete form.dataset.sent;
  });
  enhanceChoices(document);
  focusFirst(document);
})();
