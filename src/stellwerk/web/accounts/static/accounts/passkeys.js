// SPDX-FileCopyrightText: 2026 The Stellwerk authors
// SPDX-License-Identifier: EUPL-1.2
//
// Passkeys: asks the browser for a key and puts its answer into the form that waits for it.
// <form data-passkey="login|get|create" data-passkey-options="id of a json_script">
"use strict";

(() => {
  const supported = window.isSecureContext && "PublicKeyCredential" in window;

  function toBytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  }
  function toText(buffer) {
    let plain = "";
    for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function decoded(list) {
    return (list || []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));
  }

  async function create(options) {
    const asked = options.creation_options.publicKey;
    const selection = { ...asked.authenticatorSelection };
    selection.residentKey = "required";
    selection.requireResidentKey = true;
    selection.userVerification = "required";
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        user: { ...asked.user, id: toBytes(asked.user.id) },
        excludeCredentials: decoded(asked.excludeCredentials),
        authenticatorSelection: selection,
      },
    });
    return {
      type: made.type,
      id: made.id,
      rawId: toText(made.rawId),
      authenticatorAttachment: made.authenticatorAttachment,
      response: {
        clientDataJSON: toText(made.response.clientDataJSON),
        attestationObject: toText(made.response.attestationObject),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
      clientExtensionResults: made.getClientExtensionResults(),
    };
  }

  async function get(options) {
    const asked = options.request_options.publicKey;
    const given = await navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        allowCredentials: decoded(asked.allowCredentials),
      },
    });
    const answer = given.response;
    return {
      type: given.type,
      id: given.id,
      rawId: toText(given.rawId),
      authenticatorAttachment: given.authenticatorAttachment,
      response: {
        clientDataJSON: toText(answer.clientDataJSON),
        authenticatorData: toText(answer.authenticatorData),
        signature: toText(answer.signature),
        userHandle: answer.userHandle ? toText(answer.userHandle) : null,
      },
      clientExtensionResults: given.getClientExtensionResults(),
    };
  }

  async function fetched(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no challenge");
    return answer.json();
  }

  async function run(form) {
    const own = document.getElementById(form.dataset.passkeyOptions || "");
    const options = own ? JSON.parse(own.textContent) : await fetched(form);
    const work = form.dataset.passkey === "create" ? create : get;
    form.querySelector("[data-passkey-answer]").value = JSON.stringify(await work(options));
    form.submit();
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const state = form.querySelector("[data-passkey-state]");
    if (!supported) {
      state.textContent = state.dataset.unsupported;
      for (const button of form.querySelectorAll("button")) button.disabled = true;
      continue;
    }
    form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        state.textContent = "";
        run(form).catch(() => {
          state.textContent = state.dataset.failed;
        });
      },
      true,
    );
  }
})();
