type Random = () => number;

/** Varints that decoders stumble over: lengths that lie, numbers without end. */
const VARINTS = [
  [0x7f],
  [0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
  [0x00],
];

/** One to four edits of a body of bytes: bits, cuts, repeats, parts of another body, lying lengths. */
export function mutateBytes(body: Buffer, other: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(body);
  for (let edits = 1 + Math.floor(random() * 4); edits > 0; edits--) {
    if (bytes.length === 0) return bytes;
    const at = Math.floor(random() * bytes.length);
    const length = 1 + Math.floor(random() * Math.min(40, bytes.length - at));
    switch (Math.floor(random() * 8)) {
      case 0:
        bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
        break;
      case 1:
        bytes[at] = Math.floor(random() * 256);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 5: {
        const from = Math.floor(random() * other.length);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + 200), bytes.subarray(at)]);
        break;
      }
      case 6:
        bytes = Buffer.concat([bytes.subarray(0, at), choose(VARINTS, random), bytes.subarray(at + 1)]);
        break;
      default: {
        // A part repeated until it dwarfs the rest.
        const part = bytes.subarray(at, at + length);
        const times = Math.floor(random() * 300);
        bytes = Buffer.concat([bytes.subarray(0, at), ...new Array(times).fill(part), bytes.subarray(at)]);
      }
    }
  }
  return bytes;
}

/** Values that JSON allows and a reader may not expect. */
const VALUES = [
  "null",
  "true",
  "-0",
  "1e999",
  "-1e-999",
  "1e400000000",
  "9007199254740993",
  "18446744073709551616",
  `"${"9".repeat(400)}"`,
  '"0x10"',
  '"1e3"',
  '"NaN"',
  '"-Infinity"',
  '""',
  '"\\u0000\\ud800"',
  "[]",
  "{}",
  "[[[[[]]]]]",
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"arrayValue":{"values":[{"arrayValue":{"values":[{}]}}]}}',
  '{"kvlistValue":{"values":[{"key":"__proto__","value":{"stringValue":"x"}}]}}',
];
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|true|false|null|[[\]{}]/g;

/** One to three edits of a body of JSON: other values, keys twice, values far down, and edits of its bytes. */
export function mutateText(body: Buffer, other: Buffer, random: Random): Buffer {
  if (random() < 0.3) return mutateBytes(body, other, random);
  let text = body.toString("utf8");
  for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
    const token = anyToken(text, random);
    if (token === undefined) return Buffer.from(text);
    const { from, to, isKey } = token;
    const before = text.slice(0, from);
    const after = text.slice(to);
    if (isKey) {
      const key = text.slice(from, to);
      text =
        random() < 0.5
          ? `${before}${key}${choose(VALUES, random)},${key}${after}`
          : `${before}"__proto__":${after}`;
    } else if (random() < 0.02) {
      const depth = Math.floor(random() * 10_000);
      const nested = random() < 0.5 ? ["[", "]"] : ['{"arrayValue":{"values":[', "]}}"];
      text = `${before}${(nested[0] as string).repeat(depth)}${(nested[1] as string).repeat(depth)}${after}`;
    } else text = `${before}${choose(VALUES, random)}${after}`;
  }
  return Buffer.from(text);
}

/** A token near a random place, so that long bodies cost no more than short ones. */
function anyToken(text: string, random: Random): { from: number; to: number; isKey: boolean } | undefined {
  TOKEN.lastIndex = Math.floor(random() * text.length);
  const match = TOKEN.exec(text) ?? new RegExp(TOKEN).exec(text);
  if (match === null) return undefined;
  return { from: match.index, to: match.index + match[0].length, isKey: match[1] !== undefined };
}

function choose<T extends string | number[]>(
  list: readonly T[],
  random: Random,
): T extends string ? string : Buffer;
function choose(list: readonly (string | number[])[], random: Random): string | Buffer {
  const one = list[Math.floor(random() * list.length)] as string | number[];
  return typeof one === "string" ? one : Buffer.from(one);
}
