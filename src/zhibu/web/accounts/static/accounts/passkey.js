// Passkeys (WebAuthn): asks the server for options, the browser for the key, brings the answer back.
// A button says which: data-passkey "add", "sign-in" or "confirm"; data-options and data-target are the
// two addresses. Without a script or without support the buttons stay hidden and the password serves.
"use strict";
(function () {
  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  if (/^[\d.]+$|^\[/.test(location.hostname)) return; // browsers take no passkey for a bare IP address

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }
  function text(buffer) {
    let plain = "";
    new Uint8Array(buffer).forEach(function (byte) { plain += String.fromCharCode(byte); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function opened(list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: bytes(one.id) }); });
  }
  function post(address, body, token) {
    return fetch(address, {
      method: "POST", credentials: "same-origin", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    }).then(function (answer) {
      return answer.json().then(function (told) {
        if (!answer.ok) throw new Error(told.error || "");
        return told;
      });
    });
  }
  function made(credential) {
    const given = credential.response;
    const response = { clientDataJSON: text(given.clientDataJSON) };
    if (given.attestationObject) response.attestationObject = text(given.attestationObject);
    if (given.authenticatorData) response.authenticatorData = text(given.authenticatorData);
    if (given.signature) response.signature = text(given.signature);
    if (given.userHandle) response.userHandle = text(given.userHandle);
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }
  function ask(kind, options) {
    const key = Object.assign({}, options.publicKey, { challenge: bytes(options.publicKey.challenge) });
    if (kind !== "add") {
      key.allowCredentials = opened(key.allowCredentials);
      return navigator.credentials.get({ publicKey: key });
    }
    key.user = Object.assign({}, key.user, { id: bytes(key.user.id) });
    key.excludeCredentials = opened(key.excludeCredentials);
    return navigator.credentials.create({ publicKey: key });
  }

  document.querySelectorAll("button[data-passkey]").forEach(function (button) {
    const form = button.closest("form");
    const says = document.querySelector("[data-passkey-says]");
    button.hidden = false;
    button.addEventListener("click", function () {
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      const name = form.querySelector("[name=name]");
      says.textContent = "在这台设备上按提示做：指纹、人脸或锁屏密码。";
      post(button.dataset.options, {}, token)
        .then(function (options) { return ask(button.dataset.passkey, options); })
        .then(function (credential) {
          const body = { credential: made(credential), next: button.dataset.next || "" };
          if (name) body.name = name.value;
          return post(button.dataset.target, body, token);
        })
        .then(function (told) { window.location.assign(told.next); })
        .catch(function (error) {
          const ours = error instanceof Error && error.name === "Error" && error.message;
          says.textContent = ours ? error.message : "没有完成。可以再试一次，或者用密码。";
        });
    });
  });
})();
