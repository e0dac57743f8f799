// What is typed stays on this device and goes to the server while it is typed. Without this the page works as well.
"use strict";
(() => {
  const PREFIX = "zhibu-minutes:";
  const SKEW = 120000; // clocks of phone and server may differ by so much (ms)
  const marker = document.querySelector("[data-store]");
  if (!marker) return;
  const key = PREFIX + marker.dataset.store;
  const user = marker.dataset.store.split(":")[0];
  const read = () => {
    try { return JSON.parse(localStorage.getItem(key) || "null"); } catch (fault) { return null; }
  };
  const forget = () => { try { localStorage.removeItem(key); } catch (fault) { /* nothing is kept then */ } };
  try { // words of somebody else who used this device are not kept for the next one
    Object.keys(localStorage).forEach((name) => {
      if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${user}:`)) localStorage.removeItem(name);
    });
  } catch (fault) { /* no store on this device: the server keeps the draft */ }

  const saved = new URLSearchParams(location.search).get("saved");
  const kept = read();
  if (saved && kept && kept.token === saved) forget();
  if (saved) history.replaceState(null, "", location.pathname);
  const form = document.getElementById("record");
  if (!form) return left(saved && kept && kept.token === saved ? null : kept);

  const state = document.querySelector("[data-draft-state]");
  const note = document.querySelector("[data-draft-note]");
  const words = document.querySelector("[data-draft-words]");
  const OWN = ["csrfmiddlewaretoken", "token", "do", "why", "anyway", "base"];
  const token = Math.random().toString(36).slice(2) + Date.now().toString(36);
  form.elements.token.value = token;
  let timer = 0;
  let changed = false;
  let sending = false;
  let waiting = false;
  let strokes = 0; // how often something was typed: what was sent is all only where none came after

  const values = () => {
    const found = {};
    new FormData(form).forEach((value, name) => { if (!OWN.includes(name)) found[name] = value; });
    return found;
  };
  const say = (text) => { if (state) state.textContent = text; };
  const hold = (sent = false) => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), base: form.elements.base.value, token, sent, values: values() }));
      return true;
    } catch (fault) { return false; }
  };

  async function send() {
    if (sending) { waiting = true; return; }
    sending = true;
    const upTo = strokes;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.draft, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      if (answer.status === 403 || answer.status === 401 || answer.type === "opaqueredirect") {
        say("登录过期了，写的字存在这台手机上；重新登录就接上。");
      } else if (!answer.ok) {
        say("没有存到服务器，写的字存在这台手机上。");
        retry();
      } else {
        const told = await answer.json();
        if (upTo === strokes) { changed = false; hold(true); }
        say(told.by ? `${told.at} 草稿已存。${told.by}刚存了第 ${told.version} 版，你存的时候会合到一起。` : `${told.at} 草稿已存；断网也不丢`);
      }
    } catch (fault) {
      say("没有网，写的字存在这台手机上。");
      retry();
    }
    sending = false;
    if (waiting) { waiting = false; send(); }
  }
  let later = 0;
  const retry = () => { clearTimeout(later); later = setTimeout(() => { if (changed) send(); }, 15000); };

  const typed = () => {
    changed = true;
    strokes += 1;
    if (!hold() && state) say("这台设备不让存字，草稿存在服务器上。");
    clearTimeout(timer);
    timer = setTimeout(send, 1500);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  window.addEventListener("online", () => { if (changed) send(); });
  window.addEventListener("pagehide", () => { if (changed) hold(); });
  form.addEventListener("submit", (event) => {
    const button = event.submitter || document.activeElement;
    clearTimeout(timer);
    clearTimeout(later);
    if (button && button.value === "drop") { forget(); changed = false; return; }
    hold();
    if (!navigator.onLine) { // the browser's own page of errors would take the place of the words
      event.preventDefault();
      say("现在没有网，还没有交出去。写的字存在这台手机上，有了网再点一次。");
      changed = true; // so that it goes to the server as a draft as soon as there is a net
      retry();
      return;
    }
    changed = false;
  });

  // a device that was without a net, or was switched off, knows more than the server
  const serverAt = form.dataset.at ? Date.parse(form.dataset.at) : 0;
  if (kept && !(saved && kept.token === saved) && !kept.sent && kept.at > serverAt - SKEW && !form.querySelector("[name=anyway]") && differs(kept.values)) {
    fill(kept.values);
    form.elements.base.value = kept.base;
    if (note) note.hidden = false;
    if (words) words.textContent = "已接上这台设备上没有存进去的字。";
    changed = true;
    hold();
    send();
  }

  function differs(found) {
    const now = values();
    const shown = (name) => form.elements[name]?.type !== "hidden"; // what the server put there itself says nothing of what was typed
    return Object.keys(found).some((name) => shown(name) && String(found[name]).trim() && (now[name] || "") !== found[name]);
  }

  function fill(found) {
    const before = values();
    Object.keys(found).forEach((name) => {
      const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      if (!fields.length) { if (String(found[name]).trim()) add(name, found[name]); return; }
      fields.forEach((field) => {
        if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === found[name];
        else field.value = found[name];
      });
    });
    form.querySelectorAll("details").forEach((part) => {
      const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea, select")];
      if (part.classList.contains("fold") && fields.some((one) => (before[one.name] || "") !== one.value)) part.open = true;
    });
    [form, ...form.querySelectorAll("[data-ticking]")].forEach((part) => part.dispatchEvent(new Event("change")));
  }

  // a field of a line that this page has not (its key was made on another page): it is shown so that nothing is lost
  function add(name, value) {
    if (name.endsWith(".item") || name.endsWith(".owner")) { hidden(name, value); return; }
    if (!/^(item|task|field|follow)\./.test(name)) return;
    const place = document.createElement("div");
    place.className = "topic";
    const label = document.createElement("label");
    label.className = "lab";
    label.htmlFor = name;
    label.textContent = { title: "标题", said: "讨论情况", view: "意见", due: "办到哪天" }[name.split(".").pop()] || "没有存进去的字";
    const field = document.createElement(name.endsWith(".said") || name.endsWith(".view") ? "textarea" : "input");
    field.className = "input";
    field.id = name;
    field.name = name;
    field.value = value;
    place.append(label, field);
    (document.getElementById("items") || form).closest("section, form").append(place);
  }
  function hidden(name, value) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }

  // the minutes are closed now, and this device has words that never came in
  function left(found) {
    if (!found || !found.values) return;
    const place = document.querySelector("[data-left]");
    const lines = Object.keys(found.values).filter((name) => /\.(said|view|title)$|^field\./.test(name) && String(found.values[name]).trim());
    if (!place || !lines.length) { forget(); return; }
    const shown = document.querySelector("[data-record]");
    const text = shown ? shown.textContent : "";
    const lost = lines.filter((name) => !text.includes(String(found.values[name]).trim()));
    if (!lost.length) { forget(); return; }
    place.hidden = false;
    const list = place.querySelector("pre");
    list.textContent = lost.map((name) => found.values[name]).join("\n\n");
    place.querySelector("button").addEventListener("click", () => { forget(); place.hidden = true; });
  }
})();
