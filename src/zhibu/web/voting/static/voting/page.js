// The voter's page: from the slip on the screen to the slip in the box. What is chosen never leaves this
// file but sealed. The steps of the ballot itself are in ballot.js.

import { done, draw, fingerprint, held, kept, obstacle, sealed, send, short, takeUp } from "./ballot.js";
import { faults } from "./slip.js";

const at = (id) => document.getElementById(id);
const poll = JSON.parse(at("poll").textContent);
const { token, cast, csrf } = at("where").dataset;
const form = at("slip");
let saved = false; // he took the text of the slip along
let waiting = null; // a sealed vote whose answer did not come: sent again unchanged

function trouble(text) {
  at("trouble").hidden = !text;
  at("trouble").querySelector("p").textContent = text;
  if (text) at("trouble").scrollIntoView({ block: "center" });
}

function step(name) {
  let before = true;
  for (const one of at("steps").children) {
    const here = one.dataset.step === name;
    before = before && !here;
    one.className = before ? "done" : "";
    if (here) one.setAttribute("aria-current", "step");
    else one.removeAttribute("aria-current");
  }
}

/** What stands on the screen as a slip. */
function chosen() {
  const answers = {};
  const one = form.querySelector("input[name=one]:checked");
  if (one && one.value) answers[one.value] = [poll.form.favour];
  for (const box of form.querySelectorAll("[data-question]")) {
    const codes = [...box.querySelectorAll("input:checked")].map((input) => input.value).filter(Boolean);
    if (codes.length) answers[box.dataset.question] = codes;
  }
  const written = at("names") ? at("names").value.split(/[、，,;；]/).filter((name) => name.trim()) : [];
  return { answers, names: written };
}

function untouched() {
  if (form.querySelector("input[name=one]")) return form.querySelector("input[name=one]:checked") ? 0 : 1;
  const boxes = [...form.querySelectorAll("[data-question]")];
  if (poll.kind === "recommendation") return 0;
  return boxes.filter((box) => !box.querySelector("input:checked")).length;
}

function tell() {
  const slip = chosen();
  const wrong = faults(poll.form, slip);
  const favours = Object.values(slip.answers).filter((codes) => codes.includes(poll.form.favour)).length;
  const left = untouched();
  const one = form.querySelector("input[name=one]:checked");
  const counted = poll.form.questions.some((one) => one.options.some((o) => o.code === poll.form.favour));
  let text = counted ? `现在填的是：赞成 ${favours + slip.names.length} 人` : "现在填的";
  if (wrong.length) text = wrong.join("");
  else if (form.querySelector("input[name=one]")) {
    text = one && one.value ? `选的是 ${one.closest("label").querySelector("b").textContent}` : "没有选人，投出就是弃权";
  } else text += left ? `，还有 ${left} 项没填，没填的按弃权算` : "，有效";
  at("state").textContent = text;
  at("cast").setAttribute("aria-disabled", wrong.length ? "true" : "false");
  return wrong.length === 0;
}

function show(part) {
  for (const id of ["check", "slip", "receipt", "keep", "bar"]) {
    at(id).hidden = !(id === part || (part === "slip" && (id === "bar" || id === "keep")));
  }
  document.body.classList.toggle("has-actbar", part === "slip");
}

function fill() {
  step("fill");
  show("slip");
  at("kept-text").value = kept(poll);
  tell();
}

function receipt(code) {
  step("receipt");
  show("receipt");
  at("code").textContent = short(code);
  form.reset();
}

async function ask(blinded) {
  const answer = await fetch(token, {
    method: "POST", credentials: "same-origin", cache: "no-store",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ blinded }),
  });
  const said = await answer.json().catch(() => ({ why: "没有领到票：登录过期了，或者网站出错了。刷新页面再领，不会领两张。" }));
  if (!said.signature) throw new Error(said.why || "没有领到票。");
  return said.signature;
}

async function busy(button, work) {
  button.disabled = true;
  trouble("");
  try {
    await work();
  } catch (error) {
    const lost = error instanceof TypeError;
    trouble(lost ? "网络断了，没有收到回答。再点一次，不会领两张，也不会投两次。" : error.message);
  } finally {
    button.disabled = false;
  }
}

async function begin() {
  const why = obstacle();
  if (why) {
    trouble(`${why}也可以找发票的人领一张纸票。`);
    return;
  }
  const ticket = held(poll);
  if (ticket && ticket.stage === "cast") receipt(ticket.token);
  else if (ticket && ticket.stage === "drawn") {
    fill();
    waiting = ticket.vote || null;
    if (waiting) trouble("上次投出以后没有收到回答。点“投出这张票”，把同一张再送一次，不会算两次。");
  } else {
    show("check");
    at("fingerprint").textContent = await fingerprint(poll);
    if (at("fingerprint").textContent !== poll.fingerprint) trouble("密钥指纹对不上，这个网页不可信，不要投。");
  }
}

at("draw").addEventListener("click", () => busy(at("draw"), async () => {
  await draw(poll, ask);
  fill();
}));

at("take-up").addEventListener("click", () => busy(at("take-up"), async () => {
  await takeUp(poll, at("kept").value.trim());
  fill();
}));

at("cast").addEventListener("click", () => busy(at("cast"), async () => {
  if (!tell()) throw new Error(at("state").textContent);
  step("cast");
  waiting = waiting || (await sealed(poll, held(poll), chosen()));
  const answer = await send(cast, waiting);
  const said = await answer.json().catch(() => ({ taken: false, why: "网站没有应答清楚，再点一次，不会投两次。" }));
  if (!said.taken) {
    step("fill");
    throw new Error(said.why);
  }
  receipt(done(poll, waiting));
}));

form.addEventListener("input", () => {
  waiting = null;
  tell();
});
form.addEventListener("reset", () => setTimeout(() => { waiting = null; tell(); }));
// a drawn slip lives in this tab only: the browser asks before it goes
window.addEventListener("beforeunload", (event) => {
  const ticket = held(poll);
  if (!ticket || ticket.stage !== "drawn" || saved) return;
  event.preventDefault();
  event.returnValue = "";
});
at("keep").addEventListener("copy", () => { saved = true; });
form.addEventListener("submit", (event) => event.preventDefault());
begin();
