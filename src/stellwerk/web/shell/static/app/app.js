// SPDX-FileCopyrightText: 2026 The Stellwerk authors
// SPDX-License-Identifier: EUPL-1.2
//
// Only what makes a working page quicker: every page works without this file.
"use strict";

(() => {
  const combobox = { source: document.currentScript.dataset.comboboxSource, loading: null };

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

  // A new tab is a new tab, also for links that htmx would follow in place.
  document.addEventListener(
    "click",
    (event) => {
      const asksForTab = event.ctrlKey || event.metaKey || event.shiftKey;
      if (asksForTab && event.target.closest("a[hx-get]")) event.stopPropagation();
    },
    true,
  );
  // What was typed into a dialog's form stays until it is saved, also when the dialog was closed.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("dialog form");
    if (form) form.dataset.touched = "1";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const opener = event.target.closest("a[data-opens]");
    const form = opener && document.getElementById(opener.dataset.opens)?.querySelector("form");
    if (!form) return;
    if (form.dataset.touched && form.getAttribute("action") === opener.getAttribute("href")) event.preventDefault();
    else form.remove();
  });
  // No answer: a link leads to its full page, a form says that nothing was lost.
  function withoutAnswer(event) {
    const asking = event.detail.elt;
    if (asking.matches("a[href]")) return location.assign(asking.href);
    const note = Object.assign(document.createElement("p"), { role: "alert", tabIndex: -1 });
    note.className = "app-alert app-alert--danger";
    note.textContent = document.documentElement.lang.startsWith("de")
      ? "Nicht gespeichert: Es kam keine Antwort. Ihre Eingaben stehen noch hier; bitte versuchen Sie es noch einmal."
      : "Not saved: there was no answer. Your entries are still here; please try again.";
    asking.querySelector(":scope > [role=alert]")?.remove();
    asking.prepend(note);
    note.focus();
  }
  document.addEventListener("htmx:responseError", withoutAnswer);
  document.addEventListener("htmx:sendError", withoutAnswer);

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

  // Files: their names stand where the page's own words were.
  document.addEventListener("change", (event) => {
    const place = event.target.matches("input[type=file]") && event.target.parentElement.querySelector("[data-chosen]");
    if (place) place.textContent = [...event.target.files].map((file) => file.name).join(", ") || place.dataset.chosen;
  });

  // Filters that act at once where the page says so.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-instant]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

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
    const root = event.detail.elt;
    enhanceChoices(root);
    focusFirst(root);
    if (root.closest("dialog") && !root.querySelector("[data-focus]")) {
      root.querySelector("input[type=radio]:checked, input:not([type=hidden]), select, textarea")?.focus();
    }
    // The page was shown afresh in its place: say first what has happened.
    if (root.id === "main") {
      const said = document.getElementById("messages");
      said.tabIndex = -1;
      said.classList.add("app-messages--here");
      said.focus({ preventScroll: true });
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) delete form.dataset.sent;
  });
  enhanceChoices(document);
  focusFirst(document);
})();
