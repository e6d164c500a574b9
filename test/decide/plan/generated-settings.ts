import fc from "fast-check";

/** A configuration file, the values of it that may be set, and how another parser reads it. */
export interface Written {
  path: string;
  text: string;
  /** Names as people write them in a runbook, with the number that stands there. */
  numbers: { name: string; value: number }[];
}

const KEYS = ["max", "min", "timeout", "pool", "retries", "size", "depth", "limit", "rate", "burst"];
const COMMENTS = ["", "", " # as of March", " # 20 was too few: see #7", "\t# tabs and äöü 🦊"];

const entry = fc.record({
  section: fc.nat(3),
  key: fc.nat(KEYS.length - 1),
  value: fc.integer({ min: 1, max: 9_999 }),
  quoted: fc.nat(5),
  comment: fc.nat(COMMENTS.length - 1),
  gap: fc.boolean(),
});
type Entry = typeof entry extends fc.Arbitrary<infer E> ? E : never;

/** Sections of keys, each key once in its section. */
function sections(entries: readonly Entry[]): [string, (Entry & { name: string })[]][] {
  const all = new Map<string, Map<string, Entry & { name: string }>>();
  for (const one of entries) {
    const section = ["database", "http", "worker", "cache"][one.section] ?? "";
    const name = KEYS[one.key] ?? "";
    const keys = all.get(section) ?? new Map();
    if (!keys.has(name)) keys.set(name, { ...one, name });
    all.set(section, keys);
  }
  return [...all].map(([section, keys]) => [section, [...keys.values()]]);
}

const WRITERS: Record<string, (all: ReturnType<typeof sections>) => Written> = {
  yaml(all) {
    const numbers: Written["numbers"] = [];
    const lines = ["# Kept by hand.", "---"];
    for (const [section, keys] of all) {
      lines.push(`${section}:`);
      for (const { name, value, quoted, comment, gap } of keys) {
        if (gap) lines.push("");
        const source = quoted === 0 ? `"${value}"` : quoted === 1 ? `'${value}'` : String(value);
        const behind = COMMENTS[comment] ?? "";
        if (quoted === 2) lines.push(`  ${name}: {of: ${value}, to: [a, b]}${behind}`);
        else lines.push(`  ${name}:  ${source}${behind}`);
        numbers.push({ name: quoted === 2 ? `${section}.${name}.of` : `${section}.${name}`, value });
      }
    }
    lines.push("servers:", "  - name: one", "    port: 80", "  - name: two   # the other", "    port: 81");
    numbers.push({ name: "servers[two].port", value: 81 }, { name: "servers[0].port", value: 80 });
    return { path: "config/app.yml", text: `${lines.join("\n")}\n`, numbers };
  },
  json(all) {
    const numbers: Written["numbers"] = [];
    const parts = all.map(([section, keys]) => {
      const inner = keys.map(({ name, value, quoted, comment }) => {
        numbers.push({ name: `${section}.${name}`, value });
        const behind = (COMMENTS[comment] ?? "").replace("#", "//");
        return `    "${name}" : ${quoted === 0 ? `"${value}"` : value},${behind}`;
      });
      return `  "${section}": {\n${inner.join("\n")}\n    /* end */ "on": true\n  }`;
    });
    return { path: "config/app.jsonc", text: `{\n${parts.join(",\n")}\n}`, numbers };
  },
  toml(all) {
    const numbers: Written["numbers"] = [];
    const lines = ['title = "a service" # of ours', ""];
    for (const [section, keys] of all) {
      lines.push(`[${section}]`);
      for (const { name, value, quoted, comment, gap } of keys) {
        if (gap) lines.push("");
        const behind = (COMMENTS[comment] ?? "").replace("\t", " ");
        if (quoted === 2) lines.push(`${name} = { of = ${value}, at = 07:32:00 }${behind}`);
        else
          lines.push(
            `${name} = ${quoted === 0 ? `"${value}"` : quoted === 1 ? `'${value}'` : value}${behind}`,
          );
        numbers.push({ name: quoted === 2 ? `${section}.${name}.of` : `${section}.${name}`, value });
      }
    }
    lines.push(
      "",
      "[[servers]]",
      'name = "one"',
      "port = 80",
      "",
      "[[servers]]",
      'name = "two"',
      "port = 81",
    );
    numbers.push({ name: "servers[two].port", value: 81 });
    return { path: "config/app.toml", text: `${lines.join("\n")}\n`, numbers };
  },
  properties(all) {
    const numbers: Written["numbers"] = [];
    const lines = ["! kept by hand", "app.title = a\\u0020service"];
    for (const [section, keys] of all)
      for (const { name, value, quoted, comment, gap } of keys) {
        if (gap) lines.push("");
        if (comment > 0) lines.push("#about the next");
        lines.push(`${section}.${name}${[" = ", "=", ": ", " "][quoted] ?? "="}${value}`);
        numbers.push({ name: `${section}.${name}`, value });
      }
    return { path: "config/app.properties", text: lines.join("\n"), numbers };
  },
  env(all) {
    const numbers: Written["numbers"] = [];
    const lines = ["# kept by hand", 'GREETING="hello world" # two words'];
    for (const [section, keys] of all)
      for (const { name, value, quoted, comment, gap } of keys) {
        if (gap) lines.push("");
        const source = quoted === 0 ? `"${value}"` : quoted === 1 ? `'${value}'` : String(value);
        const variable = `${section}_${name}`.toUpperCase();
        lines.push(`${quoted === 2 ? "export " : ""}${variable}=${source}${COMMENTS[comment] ?? ""}`);
        numbers.push({ name: variable, value });
      }
    return { path: "services/quotes/.env.production", text: `${lines.join("\n")}\n`, numbers };
  },
};

/** Files of every format, with Unix's or Windows' line ends. */
export const written: fc.Arbitrary<Written> = fc
  .record({
    format: fc.constantFrom("yaml", "json", "toml", "properties", "env"),
    entries: fc.array(entry, { minLength: 1, maxLength: 10 }),
    windows: fc.boolean(),
  })
  .map(({ format, entries, windows }) => {
    const file = WRITERS[format]?.(sections(entries)) as Written;
    return windows ? { ...file, text: file.text.replaceAll("\n", "\r\n") } : file;
  });
