// RSA blind signatures after RFC 9474 (RSABSSA-SHA384), the voter's side: prepare, blind, finalize.
// Tested against the vectors of its appendix A. Own lines instead of a bundle, so that what runs in the
// browser is what can be read here. BigInt takes no constant time: what it works on is made by chance
// for one slip, in the voter's own browser, and used once.

import { chance, hashed, hex, joined, unhex } from "./octets.js";

const HASH = "SHA-384";
const HASH_LENGTH = 48;
export const RANDOMIZED = { salt: 48, randomized: true };

const number = (bytes) => BigInt("0x" + (hex(bytes) || "0"));
const bytesOf = (value, length) => unhex(value.toString(16).padStart(2 * length, "0"));

function power(base, exponent, modulus) {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

// [greatest common divisor, inverse of a modulo n]
function euclid(a, n) {
  let [before, rest] = [n, a % n];
  let [x, y] = [0n, 1n];
  while (rest > 0n) {
    const times = before / rest;
    [before, rest] = [rest, before - times * rest];
    [x, y] = [y, x - times * y];
  }
  return [before, ((x % n) + n) % n];
}

/** A public key from its hex: n, e. */
export function keyOf(n, e) {
  const value = BigInt("0x" + n);
  const bits = value.toString(2).length;
  return { n: value, e: BigInt("0x" + e), bits, octets: Math.ceil(bits / 8), hex: { n, e } };
}

async function mask(seed, length) {
  const blocks = [];
  for (let at = 0; at * HASH_LENGTH < length; at += 1) {
    blocks.push(await hashed(HASH, joined(seed, Uint8Array.of(0, 0, 0, at))));
  }
  return joined(...blocks).slice(0, length);
}

// EMSA-PSS-ENCODE (RFC 8017, section 9.1.1)
async function encoded(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const seal = await hashed(HASH, joined(new Uint8Array(8), await hashed(HASH, message), salt));
  const zeros = new Uint8Array(length - salt.length - HASH_LENGTH - 2);
  const block = joined(zeros, Uint8Array.of(1), salt);
  const cover = await mask(seal, block.length);
  const covered = block.map((byte, at) => byte ^ cover[at]);
  covered[0] &= 0xff >> (8 * length - bits);
  return joined(covered, seal, Uint8Array.of(0xbc));
}

function unit(n, length) {
  for (;;) {
    const value = number(chance(length));
    if (value > 0n && value < n && euclid(value, n)[0] === 1n) return value;
  }
}

/** What is signed in the message's place: chance before it. `prefix` is given by test vectors only. */
export function prepare(message, prefix) {
  return joined(prefix || chance(32), message);
}

/** {blinded, inverse}: octets for the site, and what uncovers its answer. `given`: test vectors only. */
export async function blind(key, prepared, given) {
  const salt = given ? given.salt : chance(RANDOMIZED.salt);
  const message = number(await encoded(prepared, key.bits - 1, salt));
  if (euclid(message, key.n)[0] !== 1n) throw new Error("签名公钥不对。");
  const factor = given ? given.factor : unit(key.n, key.octets);
  const covered = (message * power(factor, key.e, key.n)) % key.n;
  return { blinded: bytesOf(covered, key.octets), inverse: euclid(factor, key.n)[1] };
}

/** The signature of the message itself; an error where the answer is no signature of it. */
export async function finalize(key, prepared, answer, inverse, variant = RANDOMIZED) {
  if (answer.length !== key.octets) throw new Error("服务器给的签名长度不对。");
  const signature = bytesOf((number(answer) * inverse) % key.n, key.octets);
  if (!(await verify(key, prepared, signature, variant))) {
    throw new Error("服务器给的签名不是对这张票签的。");
  }
  return signature;
}

/** Whether the signature is the key's, on this message: asked of the browser's own RSA-PSS. */
export async function verify(key, prepared, signature, variant = RANDOMIZED) {
  const base64 = (text) =>
    btoa(String.fromCharCode(...unhex(text.length % 2 ? "0" + text : text)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const jwk = { kty: "RSA", n: base64(key.hex.n), e: base64(key.hex.e), alg: "PS384", ext: true };
  const algorithm = { name: "RSA-PSS", hash: HASH };
  const imported = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
  const how = { name: "RSA-PSS", saltLength: variant.salt };
  return crypto.subtle.verify(how, imported, signature, prepared);
}

/** For test vectors: the factor whose inverse is given. */
export function inverseOf(key, value) {
  return euclid(value, key.n)[1];
}
