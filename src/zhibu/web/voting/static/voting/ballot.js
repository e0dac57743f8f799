// The ballot in the voter's browser: draw a token that the site signs without seeing it, seal the slip,
// cast both without saying who casts. docs/ballots.md tells the steps for a sceptical reader.
//
// `poll` is what the page says of the poll: {poll, n, e, box, form, form_digest, padded, voter}; all keys in
// hex. `voter` is any mark of who is signed in: two people at one screen do not take each other's ticket.
// The ticket lies in sessionStorage until it is cast: closing the tab loses it unless it was kept apart.

import { blind, finalize, keyOf, prepare, verify } from "./rsabssa.js";
import { hashed, hex, joined, octets, unhex } from "./octets.js";
import { seal } from "./hpke.js";
import { faults, padded } from "./slip.js";

const PAIR = { name: "ECDSA", namedCurve: "P-256" };
const SIGN = { name: "ECDSA", hash: "SHA-256" };

/** Why this browser cannot vote here ("" where it can). */
export function obstacle() {
  if (!window.isSecureContext) {
    return "这个网址不是 HTTPS，浏览器不给加密功能，电子票投不了。用 https:// 开头的网址打开。";
  }
  if (!window.crypto || !window.crypto.subtle || typeof BigInt !== "function") {
    return "这个浏览器太旧，没有电子票要用的加密功能。换一个新的浏览器。";
  }
  try {
    sessionStorage.setItem("zhibu-ballot-try", "1");
    sessionStorage.removeItem("zhibu-ballot-try");
  } catch (error) {
    return "浏览器不让网页暂存选票，电子票投不了。关掉无痕模式再打开。";
  }
  return "";
}

/** The fingerprint of the poll's keys, reckoned here: to be compared with the one on the notice. */
export async function fingerprint(poll) {
  const { box, e, n } = poll;
  const digits = hex(await hashed("SHA-256", octets(JSON.stringify({ box, e, n, poll: poll.poll }))));
  return digits.slice(0, 16).toUpperCase().match(/.{4}/g).join(" ");
}

/** A receipt as it is read out: 8F21·9E9C. */
export function short(token) {
  return `${token.slice(0, 4)}·${token.slice(4, 8)}`.toUpperCase();
}

const place = (poll) => `zhibu-ballot-${poll.poll}-${poll.voter || ""}`;

/** What this tab holds of the poll: null, or {stage: "asked" | "drawn" | "cast", token, ...}; a drawn
 *  ticket that was sealed and perhaps sent has `vote`. */
export function held(poll) {
  const text = sessionStorage.getItem(place(poll));
  return text ? JSON.parse(text) : null;
}

function hold(poll, ticket) {
  sessionStorage.setItem(place(poll), JSON.stringify(ticket));
  return ticket;
}

async function made(poll) {
  const pair = await crypto.subtle.generateKey(PAIR, true, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const token = await hashed("SHA-256", publicKey);
  const prepared = prepare(token);
  const { blinded, inverse } = await blind(keyOf(poll.n, poll.e), prepared);
  return {
    stage: "asked", poll: poll.poll, token: hex(token), prefix: hex(prepared.slice(0, 32)),
    public_key: hex(publicKey), pair: await crypto.subtle.exportKey("jwk", pair.privateKey),
    blinded: hex(blinded), inverse: inverse.toString(16),
  };
}

/** Draw the voter's one ticket. `ask(blinded)` sends hex digits to the site, signed in, and gives its
 *  answer. The ticket is held before asking: after a broken line the same question gets the same answer. */
export async function draw(poll, ask) {
  const ticket = held(poll) || hold(poll, await made(poll));
  if (ticket.stage !== "asked") return ticket;
  const key = keyOf(poll.n, poll.e);
  const prepared = joined(unhex(ticket.prefix), unhex(ticket.token));
  const answer = unhex(await ask(ticket.blinded));
  const signature = await finalize(key, prepared, answer, BigInt("0x" + ticket.inverse));
  const { poll: id, token, prefix, public_key, pair } = ticket;
  return hold(poll, { stage: "drawn", poll: id, token, prefix, public_key, pair, signature: hex(signature) });
}

/** A drawn ticket as text, for whoever must close the page before casting. Whoever has it can cast it. */
export function kept(poll) {
  const ticket = held(poll);
  if (!ticket || ticket.stage !== "drawn") return "";
  return JSON.stringify({ ...ticket, vote: undefined });
}

/** Take up a ticket that was kept; an error where it is not this poll's. */
export async function takeUp(poll, text) {
  let ticket;
  try {
    ticket = JSON.parse(text);
  } catch (error) {
    throw new Error("这不是保存下来的选票。");
  }
  const whole = ticket && ticket.stage === "drawn" && ticket.poll === poll.poll;
  const prepared = whole && joined(unhex(ticket.prefix), unhex(ticket.token));
  if (!whole || !(await verify(keyOf(poll.n, poll.e), prepared, unhex(ticket.signature)))) {
    throw new Error("这张选票不是本场投票的。");
  }
  return hold(poll, ticket);
}

/** A slip sealed to the poll's box key, as it is sent: six hex texts and nothing else. It is held as
 *  `held(poll).vote` until `done`, so that after a broken line the very same can be sent again. */
export async function sealed(poll, ticket, slip) {
  const wrong = faults(poll.form, slip);
  if (wrong.length) throw new Error(wrong.join(""));
  const info = octets(`zhibu slip 1\n${poll.poll}\n${poll.form_digest}\n${ticket.token}`);
  const shut = hex(await seal(unhex(poll.box), info, padded(slip, poll.padded)));
  const key = await crypto.subtle.importKey("jwk", ticket.pair, PAIR, false, ["sign"]);
  const said = octets(`zhibu cast 1\n${poll.poll}\n${ticket.token}\n${shut}`);
  const bound = hex(new Uint8Array(await crypto.subtle.sign(SIGN, key, said)));
  const { token, prefix, signature, public_key } = ticket;
  const vote = { token, prefix, signature, public_key, sealed: shut, bound };
  hold(poll, { ...ticket, vote });
  return vote;
}

/** Send what `sealed` made: no cookie, no address of the page it comes from. Resent unchanged after a
 *  broken line, it counts once. Gives the response. */
export function send(address, vote) {
  return fetch(address, {
    method: "POST", credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store",
    redirect: "error", headers: { "Content-Type": "application/json" }, body: JSON.stringify(vote),
  });
}

/** After the site has taken the vote: forget all but the receipt. Gives the token. */
export function done(poll, vote) {
  hold(poll, { stage: "cast", token: vote.token });
  return vote.token;
}
