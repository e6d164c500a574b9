import type { Random } from "./random.ts";
import type { Change, FirstLanguage, World } from "./scenario.ts";

const words = [
  "archive",
  "badge",
  "caption",
  "digest",
  "export",
  "footer",
  "glossary",
  "heading",
  "intro",
  "journal",
];
const tails = [
  "labels",
  "notes",
  "preview",
  "summary",
  "draft",
  "layout",
  "palette",
  "legend",
  "sample",
  "hints",
];

const endings: Record<FirstLanguage, [string, (name: string) => string]> = {
  typescript: [
    "ts",
    (n) =>
      `/** Texts of the ${n}; not used by a page yet. */\nexport const ${n} = {\n  title: "${n}",\n  hint: "Shown once the page exists",\n};\n`,
  ],
  python: [
    "py",
    (n) =>
      `"""Texts of the ${n}; not used by a view yet."""\n\n${n.toUpperCase()} = {\n    "title": "${n}",\n    "hint": "Shown once the view exists",\n}\n`,
  ],
  go: [
    "go",
    (n) =>
      `package texts\n\n// ${n} is not used by a handler yet.\nvar ${n} = map[string]string{\n\t"title": "${n}",\n\t"hint":  "Shown once the page exists",\n}\n`,
  ],
  java: [
    "java",
    (n) =>
      `package com.acme.texts;\n\n/** Not used by a controller yet. */\nfinal class ${n} {\n  static final String TITLE = "${n}";\n\n  private ${n}() {}\n}\n`,
  ],
  kotlin: [
    "kt",
    (n) =>
      `package com.acme.texts\n\n/** Not used by a route yet. */\nobject ${n} {\n    const val TITLE = "${n}"\n}\n`,
  ],
  ruby: [
    "rb",
    (n) =>
      `# frozen_string_literal: true\n\n# Not used by a view yet.\nmodule ${n[0]!.toUpperCase()}${n.slice(1)}\n  TITLE = "${n}"\nend\n`,
  ],
  csharp: [
    "cs",
    (n) =>
      `namespace Acme.Texts;\n\n/// <summary>Not used by a controller yet.</summary>\ninternal static class ${n}\n{\n    internal const string Title = "${n}";\n}\n`,
  ],
  php: [
    "php",
    (n) =>
      `<?php\n\n// Not used by a view yet.\nreturn [\n    'title' => '${n}',\n    'hint' => 'Shown once the view exists',\n];\n`,
  ],
  rust: ["rs", (n) => `//! Not used by a handler yet.\n\npub const ${n.toUpperCase()}: &str = "${n}";\n`],
};

const lines = (prefix: string, names: readonly string[]) =>
  names.map((name) => `${prefix}${name}`).join("\n");

/** Files that every repository has and that innocent commits edit. */
export function furniture(world: World): Record<string, string> {
  const files: Record<string, string> = {
    "README.md": `# ${world.repository.split("/")[1]}\n\n${lines(
      "- see docs/",
      words.map((word) => `${word}.md`),
    )}\n`,
    ".github/workflows/ci.yml":
      "name: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 15\n    steps:\n      - uses: actions/checkout@v4\n      - run: make test\n",
    "docs/runbook.md": `# Runbook\n\n${lines("1. Look at the dashboard of ", tails)}\n`,
  };
  for (const service of world.services)
    if (service.paths[0])
      files[`${service.paths[0]}assets/labels.yml`] =
        `# What people read\n${words.map((word) => `${word}: The ${word}`).join("\n")}\n`;
  for (const service of world.services)
    if (service.paths[0]) files[`${service.paths[0]}jobs/nightly.yml`] = nightly(service.name);
  return files;
}

/** Settings of a job that never runs by day: changes of them look frightening and are not. */
const nightly = (name: string) =>
  `# clean-up of ${name}, once a night\nschedule: "15 3 * * *"\ntimeout_seconds: 30\nretries: 3\nbatch: 500\npool: 4\ncache_seconds: 600\nmemory_limit: 256Mi\n`;

const nightlyEdits = [
  ["timeout_seconds: 30", "timeout_seconds: 3", "shorter timeout"],
  ["retries: 3", "retries: 12", "more retries"],
  ["batch: 500", "batch: 50000", "larger batches"],
  ["pool: 4", "pool: 1", "one connection is enough"],
  ["cache_seconds: 600", "cache_seconds: 0", "no cache"],
  ["memory_limit: 256Mi", "memory_limit: 64Mi", "less memory"],
] as const;

/** So many commits that cannot hurt; no two of them touch the same line. */
export function innocents(world: World, random: Random, count: number): Change[] {
  const own = world.services.filter(
    ({ paths }, i, all) => paths.length > 0 && all.findIndex((other) => other.paths[0] === paths[0]) === i,
  );
  const makers: ((i: number, name: string) => Change)[] = [
    (i, name) => ({
      role: "innocent",
      message: `docs: describe the ${name}`,
      edits: [
        { file: `docs/${name}-${i}.md`, add: `# ${name}\n\nHow the ${name} comes about, and who to ask.\n` },
      ],
    }),
    (i, name) => {
      const service = random.pick(own);
      const [ending, text] = endings[service.language as FirstLanguage];
      const title = `${name}${i}`;
      return {
        role: "innocent",
        message: random.pick([
          `feat(${service.name}): texts for the ${name} (#${300 + i})`,
          `Prepare ${name} page\n\nNothing uses it yet.`,
        ]),
        edits: [{ file: `${service.paths[0]}texts/${title}.${ending}`, add: text(title) }],
      };
    },
    (i, name) => {
      const service = random.pick(own);
      return {
        role: "innocent",
        message: `test(${service.name}): fixture for ${name}`,
        edits: [
          {
            file: `${service.paths[0]}test/fixtures/${name}-${i}.json`,
            add: `{\n  "name": "${name}",\n  "amount": ${100 + i},\n  "timeout": ${i + 3}\n}\n`,
          },
        ],
      };
    },
    (i, name) => {
      const service = random.pick(own);
      return {
        role: "innocent",
        message: random.pick([
          `style: colours of the ${name}`,
          `ui tweak`,
          `fix: contrast of the ${name} (a11y)`,
        ]),
        edits: [
          {
            file: `${service.paths[0]}assets/${name}-${i}.css`,
            add: `.${name} {\n  color: #${(0x334455 + i * 977).toString(16)};\n  max-width: ${40 + i}rem;\n  transition: opacity 300ms;\n}\n`,
          },
        ],
      };
    },
    (i, name) => {
      const service = random.pick(own);
      return {
        role: "innocent",
        message: `${service.name}: script that fills a local database with ${name} samples`,
        edits: [
          {
            file: `${service.paths[0]}dev/fill_${name}_${i}.py`,
            add: `"""For a laptop only: fills a local database with samples of ${name}."""\n\nimport time\n\nimport psycopg\n\n\ndef main() -> None:\n    db = psycopg.connect("host=localhost connect_timeout=1")\n    for number in range(${1000 + i}):\n        while True:\n            try:\n                db.execute("INSERT INTO ${name} (id) VALUES (%s)", (number,))\n                break\n            except psycopg.OperationalError:\n                time.sleep(0)\n\n\nmain()\n`,
          },
        ],
      };
    },
    (i, name) => ({
      role: "innocent",
      message: `ci: nightly job for ${name}`,
      edits: [
        {
          file: `.github/workflows/${name}-${i}.yml`,
          add: `name: ${name}\non:\n  schedule:\n    - cron: "${i % 60} 3 * * *"\njobs:\n  ${name}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 20\n    steps:\n      - run: make ${name}\n`,
        },
      ],
    }),
  ];
  const jobs = random.shuffle(own.flatMap((service) => nightlyEdits.map((edit) => ({ service, edit }))));
  const labels = random.shuffle(own.flatMap((service) => words.map((word) => ({ service, word }))));
  const names = random.shuffle(
    words.flatMap((word) => tails.map((tail) => `${word}${tail[0]!.toUpperCase()}${tail.slice(1)}`)),
  );
  return Array.from({ length: count }, (_, i) => {
    const job = jobs[i];
    if (job && random.chance(0.3))
      return {
        role: "innocent",
        message: random.pick([
          `${job.service.name}: nightly clean-up, ${job.edit[2]}`,
          `jobs: ${job.edit[2]} at night`,
          `${job.service.name}: ${job.edit[2]}`,
        ]),
        edits: [{ file: `${job.service.paths[0]}jobs/nightly.yml`, from: job.edit[0], to: job.edit[1] }],
      } satisfies Change;
    const label = labels[i];
    if (label && random.chance(0.25))
      return {
        role: "innocent",
        message: random.pick([
          `Better wording for ${label.word}`,
          `i18n: ${label.word}`,
          `copy: ${label.word} label`,
        ]),
        edits: [
          {
            file: `${label.service.paths[0]}assets/labels.yml`,
            from: `${label.word}: The ${label.word}\n`,
            to: `${label.word}: Your ${label.word}\n`,
          },
        ],
      } satisfies Change;
    return random.pick(makers)(i, names[i % names.length]!);
  });
}
