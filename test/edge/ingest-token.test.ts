import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mintIngestToken, readIngestToken } from "../../src/edge/ingest-token.ts";

const SECRET = "a secret that only this test knows";
const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}\/[A-Za-z0-9_.-]{1,20}$/);

function signed(payload: string): string {
  const body = `sre1.${Buffer.from(payload).toString("base64url")}`;
  return `${body}.${createHmac("sha256", SECRET).update(body).digest("base64url")}`;
}

describe("an ingest token", () => {
  it("names the repositories it was minted for, each once", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), (repositories) => {
        const read = readIngestToken(SECRET, mintIngestToken(SECRET, repositories));
        expect(new Set(read)).toEqual(new Set(repositories));
        expect(read).toHaveLength(new Set(repositories).size);
      }),
    );
  });

  it("is refused after any change, and under any other secret", () => {
    const token = mintIngestToken(SECRET, ["acme/market", "acme/billing"]);
    expect(readIngestToken("another secret", token)).toBeNull();
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(..."AZaz09-_.~"), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        // The last character of a MAC carries bits that no byte holds: another spelling of the same MAC.
        if (changed === token || at === token.length - 1) return;
        expect(readIngestToken(SECRET, changed)).toBeNull();
      }),
    );
    for (const cut of [0, 5, 20, token.length - 1])
      expect(readIngestToken(SECRET, token.slice(0, cut))).toBeNull();
    expect(readIngestToken(SECRET, `${token}x`)).toBeNull();
  });

  it("is refused where what is signed names no repositories", () => {
    for (const payload of ["[]", "{}", "null", "[7]", '["market"]', '["a/b/c"]', "not json", '[["a/b"]]']) {
      expect(readIngestToken(SECRET, signed(payload))).toBeNull();
    }
    expect(readIngestToken(SECRET, signed('["a/b"]'))).toEqual(["a/b"]);
  });

  it("of any size is answered at once, never parsed beyond the limit", () => {
    expect(readIngestToken(SECRET, `sre1.${"A".repeat(10_000_000)}.${"A".repeat(43)}`)).toBeNull();
    const many = Array.from({ length: 100 }, (_, at) => `${"o".repeat(60)}/${"r".repeat(60)}${at}`);
    expect(() => mintIngestToken(SECRET, many)).toThrow(/use several tokens/);
  });

  it("cannot be minted for nothing, for what is no repository, or under an empty secret", () => {
    expect(() => mintIngestToken(SECRET, [])).toThrow(/OWNER\/REPO/);
    expect(() => mintIngestToken(SECRET, ["market"])).toThrow(/OWNER\/REPO/);
    expect(() => mintIngestToken("", ["a/b"])).toThrow(/SRE_INGEST_SECRET/);
    expect(() => readIngestToken("", mintIngestToken(SECRET, ["a/b"]))).toThrow(/SRE_INGEST_SECRET/);
  });
});
