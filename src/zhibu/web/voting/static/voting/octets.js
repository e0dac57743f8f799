// Octets, hex and texts: what the other files of the ballot share. No state, nothing of the page.

const ENCODER = new TextEncoder();

/** The octets of a text in UTF-8. */
export function octets(text) {
  return ENCODER.encode(text);
}

/** Several pieces one after the other. */
export function joined(...pieces) {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Octets as small hex digits. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The octets that hex digits stand for; an error where they are none. */
export function unhex(text) {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text)) {
    throw new Error("不是十六进制：" + String(text).slice(0, 20));
  }
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

/** Octets by chance. */
export function chance(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A digest of octets. */
export async function hashed(name, bytes) {
  return new Uint8Array(await crypto.subtle.digest(name, bytes));
}
