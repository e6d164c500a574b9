import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact } from "../../src/safety/redact.ts";
import { compileRedaction } from "../../src/safety/redaction-pattern.ts";

const alphanumeric = (length: number) =>
  fc.string({
    unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
    minLength: length,
    maxLength: length,
  });
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const base64url = (text: string) => Buffer.from(text).toString("base64url");

/** A number that passes Luhn's check, by a usual issuer. */
const card = fc
  .tuple(
    fc.constantFrom("4", "51", "37", "6011"),
    fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 11, maxLength: 11 }),
  )
  .map(([prefix, rest]) => {
    const body = `${prefix}${rest}0000`.slice(0, 15);
    for (let check = 0; check < 10; check += 1) {
      const digits = [...`${body}${check}`].reverse().map(Number);
      const sum = digits.reduce((total, digit, index) => {
        const value = index % 2 ? digit * 2 : digit;
        return total + (value > 9 ? value - 9 : value);
      }, 0);
      if (sum % 10 === 0) return `${body}${check}`;
    }
    throw new Error("unreachable: one check digit in ten fits");
  });

const { privateKey } = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** Each: a secret as text, and the part of it that must not be found afterwards. */
const planted: Record<string, fc.Arbitrary<{ text: string; secret: string }>> = {
  "GitHub token": alphanumeric(36).map((body) => ({ text: `ghs_${body}`, secret: body })),
  "fine-grained token": alphanumeric(40).map((body) => ({ text: `github_pat_${body}`, secret: body })),
  "AWS key id": alphanumeric(16).map((body) => ({
    text: `AKIA${body.toUpperCase()}`,
    secret: body.toUpperCase(),
  })),
  "OpenAI key": alphanumeric(40).map((body) => ({ text: `sk-proj-${body}`, secret: body })),
  "Stripe key": alphanumeric(24).map((body) => ({ text: `sk_live_${body}`, secret: body })),
  "Slack token": alphanumeric(20).map((body) => ({ text: `xoxb-${body}`, secret: body })),
  "npm token": alphanumeric(36).map((body) => ({ text: `npm_${body}`, secret: body })),
  bearer: alphanumeric(32).map((body) => ({ text: `Authorization: Bearer 1${body}`, secret: body })),
  "basic authentication": alphanumeric(12).map((body) => ({
    text: `Basic ${Buffer.from(`bob:${body}`).toString("base64")}`,
    secret: Buffer.from(`bob:${body}`).toString("base64"),
  })),
  JWT: fc.tuple(hex(12), alphanumeric(43)).map(([subject, signature]) => ({
    text: `${base64url('{"alg":"RS256"}')}.${base64url(`{"sub":"${subject}"}`)}.${signature}`,
    secret: signature,
  })),
  "unsigned JWT": hex(12).map((subject) => ({
    text: `${base64url('{"alg":"none"}')}.${base64url(`{"sub":"${subject}"}`)}.`,
    secret: base64url(`{"sub":"${subject}"}`),
  })),
  "private key": fc.constant({ text: privateKey, secret: privateKey.split("\n")[1] ?? "" }),
  "private key on one line": fc.constant({
    text: JSON.stringify(privateKey),
    secret: privateKey.split("\n")[1] ?? "",
  }),
  "e-mail address": alphanumeric(10).map((body) => ({ text: `${body}@mail.example.com`, secret: body })),
  "IPv4 address": fc
    .ipV4()
    .filter((ip) => !/^(127\.|0\.0\.0\.0)/.test(ip))
    .map((ip) => ({ text: ip, secret: ip })),
  "IPv6 address": fc
    .ipV6()
    .filter((ip) => ip.length > 12 && /\d/.test(ip))
    .map((ip) => ({ text: ip, secret: ip })),
  card: card.map((number) => ({ text: number, secret: number })),
  "card in groups": card.map((number) => ({
    text: number.replace(/(.{4})(?=.)/g, "$1 "),
    secret: number.slice(12),
  })),
  "password in a URL": alphanumeric(12).map((body) => ({
    text: `postgres://shop:${body}@db/shop`,
    secret: body,
  })),
  "password=": alphanumeric(8).map((body) => ({ text: `password=${body}`, secret: body })),
  "quoted password": alphanumeric(8).map((body) => ({
    text: `"db_password": "${body} x"`,
    secret: `${body} x`,
  })),
  "api key": alphanumeric(8).map((body) => ({ text: `X-Api-Key: ${body}`, secret: body })),
  "escaped JSON": alphanumeric(8).map((body) => ({
    text: `{\\"clientSecret\\":\\"${body}\\"}`,
    secret: body,
  })),
  "session cookie": alphanumeric(24).map((body) => ({ text: `Cookie: sid=1${body}`, secret: body })),
};

/** What may stand before a secret in a log line, and after it. */
const before = fc.constantFrom("", " ", "\n", "connect failed: ", "(", ", user ", '"', "'", "[info] ", "=> ");
const after = fc.constantFrom("", " ", "\n", ")", ", next", '"', "'", "] ", " at x.ts:1", ";");

describe("redact", () => {
  test.each(Object.entries(planted))("%s: nothing of it survives, whatever stands around", (_, arbitrary) => {
    fc.assert(
      fc.property(before, arbitrary, after, (left, { text, secret }, right) => {
        const redacted = redact(`${left}${text}${right}`, []);
        expect(redacted).not.toContain(secret);
        expect(redact(redacted, [])).toBe(redacted);
      }),
    );
  });

  test("two secrets of any kinds side by side: neither survives, and a second pass changes nothing", () => {
    const any = fc.oneof(...Object.values(planted));
    fc.assert(
      fc.property(any, fc.constantFrom(" ", ", ", "; ", "\n"), any, (one, between, other) => {
        const redacted = redact(one.text + between + other.text, []);
        expect(redacted).not.toContain(one.secret);
        expect(redacted).not.toContain(other.secret);
        expect(redact(redacted, [])).toBe(redacted);
      }),
      { numRuns: 500 },
    );
  });

  test("is idempotent on any text", () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.oneof(
              fc.constantFrom(
                "password=",
                "token: ",
                "o'b@x.com",
                "[email]",
                "://",
                "@",
                "a1b2c3d4",
                ":",
                "1.2.3.4",
                '"',
                "eyJa.b1.c",
              ),
              fc.string(),
            ),
          )
          .map((parts) => parts.join("")),
        (text) => {
          const once = redact(text, []);
          expect(redact(once, [])).toBe(once);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each([
    "TypeError: Cannot read properties of undefined (reading 'price') at services/quotes/premium.ts:41:12",
    "Unexpected token: } in JSON at position 12",
    "connect ECONNREFUSED 127.0.0.1:5432",
    "2026-11-22T17:03:12.345Z took 1763831000000 ms, 1763831000000000000 ns",
    "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
    "commit 5f3c1c0f6f1fae2b8a2a6fbb0b4e8f1f0a1b2c3d",
    "std::vector::at add::bad 12:34:56",
    "max_tokens exceeded; node 24.21.0; lodash@4.17.21",
    "at async handle (/app/node_modules/.pnpm/hono@4.13.19/node_modules/hono/dist/compose.js:29:17)",
    "password must not be empty",
  ])("leaves evidence alone: %s", (text) => {
    expect(redact(text, [])).toBe(text);
  });

  test("says what stood there", () => {
    expect(
      redact(
        "bob@example.com from 10.1.2.3 with password=hunter2, key ghp_0123456789abcdefghij0123456789abcdef",
        [],
      ),
    ).toBe("[email] from [ip] with password=[password], key [token]");
    expect(redact("postgres://shop:pa@ss@db:5432/shop", [])).toBe("postgres://[credentials]@db:5432/shop");
  });

  test("a policy's pattern names its placeholder by its group, and wins where it covers more", () => {
    const policy = compileRedaction("(?<policy>POL-[0-9]{8})");
    expect(redact("renewal of POL-12345678 failed", [policy])).toBe("renewal of [policy] failed");
    expect(redact("x POL-1 y", [compileRedaction("POL-[0-9]+")])).toBe("x [redacted] y");
  });

  test("patterns that overlap leave nothing of either", () => {
    const patterns = [compileRedaction("(?<a>secret-a)"), compileRedaction("(?<b>a-tail)")];
    expect(redact("my secret-a-tail.", patterns)).toBe("my [a].");
  });

  test("a runaway expression is harmless, and its size is the text's", () => {
    const evil = compileRedaction("(a+)+$");
    expect(redact(`${"a".repeat(50_000)}!`, [evil])).toHaveLength(50_001);
  });

  test("long hostile runs of every shape's beginning end", () => {
    for (const start of [
      "eyJ",
      "a@",
      "://a",
      "password",
      "-----BEGIN PRIVATE KEY-----",
      "1.",
      "::",
      "4111 ",
      "bearer ",
    ]) {
      expect(typeof redact(start.repeat(20_000), [])).toBe("string");
    }
  });

  test.each(["(", "a{2,1}", "(?=look)", "(a)\\1", "x*"])("%s is refused with a reason", (source) => {
    expect(() => compileRedaction(source)).toThrow(/./);
  });
});
