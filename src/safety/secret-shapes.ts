import { isIPv6 } from "node:net";

/** A kind of secret that is known by its looks. */
export interface SecretShape {
  placeholder: string;
  /** Linear in the text: each attempt either consumes what it looked at or gives up within a bound. */
  find: RegExp;
  /** Tells apart what the expression alone cannot. `match[1]`, where it exists, is the secret itself. */
  accept?: (match: RegExpExecArray) => boolean;
}

/**
 * Keys of well-known services, by their published prefixes.
 * @see https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
 */
const TOKENS = [
  "gh[pousr]_[A-Za-z0-9_]{20,}",
  "github_pat_[A-Za-z0-9_]{20,}",
  "v1\\.[0-9a-f]{40}",
  "gl(?:pat|ptt|dt|rt|cbt|soat|ft|agent)-[\\w-]{20,}",
  "xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{10,}",
  "xapp-[A-Za-z0-9-]{10,}",
  "(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}",
  "AIza[\\w-]{35}",
  "ya29\\.[\\w-]{20,}",
  "GOCSPX-[\\w-]{20,}",
  "sk-[\\w-]{20,}",
  "(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}",
  "whsec_[A-Za-z0-9+/]{20,}",
  "SG\\.[\\w-]{22}\\.[\\w-]{43}",
  "npm_[A-Za-z0-9]{36,}",
  "pypi-[\\w-]{50,}",
  "do[opr]_v1_[a-f0-9]{64}",
  "hf_[A-Za-z0-9]{30,}",
  "dapi[0-9a-f]{32}",
  "shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",
  "key-[0-9a-f]{32}",
  "dckr_pat_[\\w-]{20,}",
  "hvs\\.[\\w-]{20,}",
  "\\b(?:AC|SK)[0-9a-f]{32}\\b",
  "\\b\\d{8,10}:AA[\\w-]{33}",
];

const STRONG_NAME =
  "pass(?:word|wd|phrase|code)|pwd|secret|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|client[_-]?secret";
const WEAK_NAME = "token|authorization|cookie|session|session[_-]?id|sid|credentials?|signature|auth|sig";
/** `name=value`, `name: value`, `"name": "value"`; the value is the group. */
const KEY_VALUE = (name: string, value: string) =>
  new RegExp(
    `(?:${name})[\\w.-]{0,20}\\\\?["']?\\s{0,3}[=:]{1,2}>?\\s{0,3}(?:\\\\?"([^"\\\\]{1,500})|'([^']{1,500})|(${value}))`,
    "gi",
  );

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

/** What is redacted whatever the policy says. */
export const SECRET_SHAPES: readonly SecretShape[] = [
  {
    placeholder: "private-key",
    find: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  {
    // RFC 7519. The run is consumed with or without its other parts, so that a long one is read once.
    placeholder: "jwt",
    find: /eyJ[\w-]+(?:\.[\w-]+(?:\.[\w-]*)?)?/g,
    accept: (match) => match[0].split(".").length === 3,
  },
  { placeholder: "token", find: new RegExp(TOKENS.join("|"), "g") },
  {
    // RFC 6750 and RFC 7617.
    placeholder: "token",
    find: /\b(?:bearer|basic|token)\s{1,3}([\w.~+/-]{8,}={0,2})/gi,
    accept: (match) => /\d|[A-Z].*[A-Z]|[+/=]/.test(match[1] ?? ""),
  },
  { placeholder: "token", find: /hooks\.slack\.com\/(?:services|workflows)\/([\w/]{10,})/g },
  // RFC 3986, 3.2.1: whoever writes a URL with userinfo writes a password.
  { placeholder: "credentials", find: /:\/\/([^\s/?#]{1,400})@/g },
  { placeholder: "password", find: KEY_VALUE(STRONG_NAME, "[^\\s,;&\"'<>]{1,500}") },
  {
    // "token: expected string" is a message, and "token: f00dfeed12" is none.
    placeholder: "token",
    find: KEY_VALUE(WEAK_NAME, "[^\\s,;&\"'<>]{6,500}"),
    accept: (match) => /\d/.test(match.slice(1).find((value) => value !== undefined) ?? ""),
  },
  {
    placeholder: "email",
    find: /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu,
  },
  {
    placeholder: "ip",
    find: new RegExp(`(?<![\\d.])${OCTET}(?:\\.${OCTET}){3}(?!\\d|\\.\\d)`, "g"),
    accept: (match) => !/^(?:127\.|0\.0\.0\.0$)/.test(match[0]),
  },
  {
    placeholder: "ip",
    find: new RegExp(
      `(?<![\\w:])[0-9A-Fa-f:]{3,39}(?:(?<=:)${OCTET}(?:\\.${OCTET}){3})?(?![\\w:]|\\.\\d)`,
      "g",
    ),
    accept: (match) => /\d/.test(match[0]) && match[0] !== "::1" && isIPv6(match[0]),
  },
  {
    // ISO/IEC 7812: by the issuers' first digits, so that epoch times with a lucky check digit stay.
    placeholder: "card",
    // In one run, in fours, or as American Express prints it.
    find: /(?<!\d)(?=[3-6]|2[2-7])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){3}|\d{4}[ -]\d{6}[ -]\d{5})(?!\d)/g,
    accept: (match) => passesLuhn(match[0]),
  },
];

function passesLuhn(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
