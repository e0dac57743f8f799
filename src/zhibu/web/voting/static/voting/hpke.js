// Sealing to a public key after RFC 9180: base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
// Only what WebCrypto has had for long: ECDH, HMAC, AES-GCM. Tested against the vector of appendix A.3.1.

import { joined, octets } from "./octets.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const VERSION = octets("HPKE-v1");
const KEM = joined(octets("KEM"), Uint8Array.of(0, 0x10));
const SUITE = joined(octets("HPKE"), Uint8Array.of(0, 0x10, 0, 1, 0, 1));
const EMPTY = new Uint8Array(0);

async function hmac(key, content) {
  const how = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, how, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, content));
}

// no salt is a salt of zeros (RFC 5869)
const extract = (salt, suite, label, content) =>
  hmac(salt.length ? salt : new Uint8Array(32), joined(VERSION, suite, octets(label), content));

// one block is enough: nothing longer than 32 octets is asked for
async function expand(key, suite, label, info, length) {
  const labelled = joined(Uint8Array.of(0, length), VERSION, suite, octets(label), info);
  return (await hmac(key, joined(labelled, Uint8Array.of(1)))).slice(0, length);
}

async function shared(pair, enc, receiver) {
  const theirs = await crypto.subtle.importKey("raw", receiver, CURVE, false, []);
  const how = { name: "ECDH", public: theirs };
  const secret = new Uint8Array(await crypto.subtle.deriveBits(how, pair.privateKey, 256));
  const key = await extract(EMPTY, KEM, "eae_prk", secret);
  return expand(key, KEM, "shared_secret", joined(enc, receiver), 32);
}

async function schedule(secret, info) {
  const psk = await extract(EMPTY, SUITE, "psk_id_hash", EMPTY);
  const about = await extract(EMPTY, SUITE, "info_hash", info);
  const context = joined(Uint8Array.of(0), psk, about);
  const key = await extract(secret, SUITE, "secret", EMPTY);
  return {
    key: await expand(key, SUITE, "key", context, 16),
    nonce: await expand(key, SUITE, "base_nonce", context, 12),
  };
}

/** Seal octets to a receiver's key (65 octets): the point of a fresh pair, then the sealed text.
 *  `aad` and `pair` are given by test vectors only. */
export async function seal(receiver, info, plain, aad = EMPTY, pair = null) {
  const fresh = pair || (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]));
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", fresh.publicKey));
  const { key, nonce } = await schedule(await shared(fresh, enc, receiver), info);
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const how = { name: "AES-GCM", iv: nonce, additionalData: aad };
  return joined(enc, new Uint8Array(await crypto.subtle.encrypt(how, imported, plain)));
}
