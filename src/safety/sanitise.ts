/**
 * Text from outside becomes inert: nothing invisible, nothing that reorders what stands around it, no
 * half characters, no terminal colours, and no longer than the reader can bear.
 */

/**
 * Everything that a person does not see and a machine may obey: controls (Cc), format characters such as
 * bidi overrides, zero-width joiners and tag characters (Cf), lone surrogates (Cs), variation selectors
 * and fillers (Default_Ignorable), noncharacters.
 * @see https://www.unicode.org/reports/tr36/ and https://trojansource.codes/trojan-source.pdf
 */
const INVISIBLE =
  /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** Every line break that Unicode knows (UAX #14), CRLF as one. */
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/** ECMA-48 control sequences (terminal colours), so that their visible tail goes with the escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const CONTROL_SEQUENCE = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;

const ELLIPSIS = "…";

/**
 * One line of inert text in Unicode NFC, at most `maxLength` UTF-16 units long; what is longer is cut and
 * ends with an ellipsis. Line breaks and tabs become spaces. Idempotent.
 */
export function sanitise(text: string, maxLength: number): string {
  return cut(PLAIN.test(text) ? text : strip(text).replace(/[\n\t]/g, " "), maxLength);
}

/** As `sanitise`, but line breaks stay, each as `\n`, and so do tabs. */
export function sanitiseMultiline(text: string, maxLength: number): string {
  return cut(strip(text), maxLength);
}

/** Most text is this, and is inert as it is: nothing invisible, no line break, no colour, and in every normal form. */
const PLAIN = /^[ -~]*$/;

/** NFC comes last: what was taken out may have stood between a letter and its accent. */
function strip(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(CONTROL_SEQUENCE, "").replace(LINE_BREAK, "\n").replace(INVISIBLE, "").normalize("NFC");
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (maxLength < 1) return "";
  const end = maxLength - ELLIPSIS.length;
  const splitsPair = end > 0 && (text.codePointAt(end - 1) ?? 0) > 0xffff;
  // Over bytes, because a slice of a string holds all of it in memory for as long as it is held itself.
  return Buffer.from(text.slice(0, splitsPair ? end - 1 : end) + ELLIPSIS).toString();
}
