import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { SealedState } from "../contracts/sealed-state.ts";

/** What a seal is good for, and for nothing else. */
export interface Bound {
  repository: string;
  issue: number;
  /** Who writes it, as GitHub names them. */
  author: string;
}

/** It was not sealed with this secret for this place, or somebody has changed it since. */
export class BrokenSeal extends Error {
  override name = "BrokenSeal";
}

const VERSION = "v1";
const NONCE = 12;
const TAG = 16;
/** More than any incident; a short text can be made to unpack to more than fits into memory. */
const MOST_BYTES = 16_000_000;

/**
 * The state, compressed and encrypted with AES-256-GCM (NIST SP 800-38D), as base64. Repository, issue and author are
 * authenticated with it, so that it opens nowhere else. A nonce is random: one secret is good for 2^32 of them.
 */
export function seal(secret: string, bound: Bound, state: SealedState): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), nonce).setAAD(aadOf(bound));
  const text = brotliCompressSync(JSON.stringify(state));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

/** @throws BrokenSeal */
export function unseal(secret: string, bound: Bound, sealed: string): SealedState {
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.length < NONCE + TAG) throw new BrokenSeal("It is too short to be a sealed state.");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  })
    .setAAD(aadOf(bound))
    .setAuthTag(bytes.subarray(-TAG));
  let text: Buffer;
  try {
    text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
  } catch (error) {
    throw new BrokenSeal(
      "It was changed, or was sealed with another secret, for another issue, or by another author.",
      { cause: error },
    );
  }
  const read = SealedState.safeParse(
    JSON.parse(brotliDecompressSync(text, { maxOutputLength: MOST_BYTES }).toString("utf8")),
  );
  if (!read.success) throw new BrokenSeal("It was sealed by a release that wrote it differently.");
  const { repository } = read.data.incident;
  if (repository.toLowerCase() !== bound.repository.toLowerCase())
    throw new BrokenSeal(`It is of ${repository}.`);
  return read.data;
}

/** https://datatracker.ietf.org/doc/html/rfc5869 */
function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `sre-space/sealed-state/${VERSION}`, 32));
}

function aadOf({ repository, issue, author }: Bound): Buffer {
  return Buffer.from(JSON.stringify([VERSION, repository.toLowerCase(), issue, author]));
}
