import { existsSync, readFileSync, writeFileSync } from "node:fs";

const FILE = new URL("at-first-sight.jsonl", import.meta.url);

/** What an engine found in a case that none of its rules was written for. */
export interface FirstSight {
  set: string;
  name: string;
  group: string;
  symptom: string;
  /** The first eight characters of its SHA. */
  culprit: string | null;
  contenders: Seen[];
}

export interface Seen {
  suspect: string | null;
  mechanism: string;
  base: number;
  /** What weighs nothing is left out. */
  findings: { kind: string; weight: number }[];
}

type Packed = Omit<FirstSight, "contenders"> & {
  contenders: [string | null, string, number, ...(readonly [number, number])[]][];
};

/** The first line of the file names the kinds of findings, each further line is one case and names them by number. */
export function readFirstSight(): FirstSight[] {
  if (!existsSync(FILE)) return [];
  const [first, ...lines] = readFileSync(FILE, "utf8").trimEnd().split("\n");
  const kinds = JSON.parse(first as string) as string[];
  return lines.map((line) => {
    const packed = JSON.parse(line) as Packed;
    return {
      ...packed,
      contenders: packed.contenders.map(([suspect, mechanism, base, ...findings]) => ({
        suspect,
        mechanism,
        base,
        findings: findings.map(([kind, weight]) => ({ kind: kinds[kind] as string, weight })),
      })),
    };
  });
}

export function writeFirstSight(all: readonly FirstSight[]): void {
  const kinds = new Map<string, number>();
  const numberOf = (kind: string) => {
    if (!kinds.has(kind)) kinds.set(kind, kinds.size);
    return kinds.get(kind) as number;
  };
  const lines = all.map(
    (one): Packed => ({
      ...one,
      contenders: one.contenders.map(({ suspect, mechanism, base, findings }) => [
        suspect,
        mechanism,
        base,
        ...findings.map(({ kind, weight }) => [numberOf(kind), weight] as const),
      ]),
    }),
  );
  writeFileSync(FILE, [[...kinds.keys()], ...lines].map((line) => `${JSON.stringify(line)}\n`).join(""));
}
