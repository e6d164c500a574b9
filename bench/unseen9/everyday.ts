import type { CalmWorld } from "../judging-set/calm.ts";
import { rootsOf } from "../judging-set/roots-of.ts";
import type { Random } from "../unseen/random.ts";
import type { Change, World } from "../unseen/scenario.ts";
import { tableIn } from "../unseen7/table-in.ts";

const images = [
  ["golang", "1.23.2", "1.23.4"],
  ["node", "22.9", "22.12"],
  ["debian", "12.7", "12.8"],
  ["postgres-client", "16.4", "16.6"],
] as const;
const decisions = ["naming", "retention", "on-call", "error-budgets", "branches", "secrets", "dashboards"];
const words = [
  "amber",
  "brisk",
  "cedar",
  "delta",
  "ember",
  "frost",
  "glade",
  "hazel",
  "ivory",
  "junip",
  "knoll",
];
const subjects = ["labels", "countries", "greetings", "weekdays", "captions", "print_codes", "abbreviations"];

/** Files beside the product that every repository of this set has. */
export function surroundings(world: World): Record<string, string> {
  const files: Record<string, string> = {
    "tools/images.lock": images.map(([name, version]) => `${name} = "${version}"\n`).join(""),
    Makefile: "check:\n\t./tools/check\n\nrelease:\n\t./tools/release\n",
    ".gitignore": "/out\n/.cache\n*.tmp\n",
  };
  for (const page of decisions)
    files[`decisions/${page}.md`] = `# ${page}\n\nStatus: open\n\n## Context\n\nTo be written.\n`;
  for (const { name, paths, replicas } of rootsOf(world)) {
    files[`${paths[0]}chart/values.yaml`] =
      `name: ${name}\nreplicas: ${replicas}\nliveness:\n  path: /live\n  every: 10s\nlimits:\n  cpu: 500m\n  memory: 640Mi\nlabels:\n  team: none\n  cost-centre: "0"\n`;
    files[`${paths[0]}NOTES.md`] = `# ${name}\n\nNothing noted.\n`;
    files[`boards/${name}.json`] =
      `{\n  "title": "${name}",\n  "panels": ["rate", "errors"],\n  "refresh": "30s"\n}\n`;
  }
  return files;
}

/** So many commits of the kind that fill every history, from one line to a hundred; no two touch the same lines. */
export function everyday(world: CalmWorld, random: Random, count: number): Change[] {
  const roots = rootsOf(world).filter(({ name }) => name !== world.calm);
  const left = {
    images: random.shuffle(images),
    decisions: random.shuffle(decisions),
    probes: random.shuffle(roots),
    teams: random.shuffle(roots),
    limits: random.shuffle(roots),
    boards: random.shuffle(roots),
    notes: random.shuffle(roots),
  };
  let ticket = random.integer(200, 7000);
  const innocent = (messages: readonly string[], edits: Change["edits"]): Change => ({
    role: "innocent",
    message: random.pick(messages),
    edits,
  });
  const rows = (most: number) =>
    Array.from({ length: random.integer(3, most) }, (_, i): [string, string] => [
      `${random.pick(words)}_${i + 1}`,
      `${random.pick(words)} ${random.pick(words)}`,
    ]);
  const makers: (() => Change | undefined)[] = [
    () => {
      const next = left.images.pop();
      if (!next) return undefined;
      const [name, from, to] = next;
      return innocent(
        [`build(deps): bump ${name} from ${from} to ${to} in /tools`, `tools: ${name} ${to}`],
        [{ file: "tools/images.lock", from: `${name} = "${from}"\n`, to: `${name} = "${to}"\n` }],
      );
    },
    () => {
      const page = left.decisions.pop();
      if (!page) return undefined;
      const lines = rows(28).map(([, said]) => `- ${said}\n`);
      return innocent(
        [`decision: ${page}`, `decisions/${page}: accepted`, `Write down what we agreed on ${page}`],
        [
          {
            file: `decisions/${page}.md`,
            from: "Status: open\n",
            to: `Status: accepted\n\n## Decided\n\n${lines.join("")}`,
          },
        ],
      );
    },
    () => {
      const service = left.boards.pop();
      return (
        service &&
        innocent(
          [`board of ${service.name}: latency too`, `boards: latency for ${service.name}`],
          [
            {
              file: `boards/${service.name}.json`,
              from: '["rate", "errors"]',
              to: '["rate", "errors", "p95"]',
            },
          ],
        )
      );
    },
    // Those below are built into a service, so that it is deployed again.
    () => {
      const service = left.probes.pop();
      return (
        service &&
        innocent(
          [`${service.name}: liveness every 20 s`, `chart: calmer probe for ${service.name} (#${++ticket})`],
          [{ file: `${service.paths[0]}chart/values.yaml`, from: "  every: 10s\n", to: "  every: 20s\n" }],
        )
      );
    },
    () => {
      const service = left.teams.pop();
      return (
        service &&
        innocent(
          [`${service.name}: team label`, `chart of ${service.name}: who owns it`],
          [
            {
              file: `${service.paths[0]}chart/values.yaml`,
              from: "  team: none\n",
              to: "  team: platform\n",
            },
          ],
        )
      );
    },
    () => {
      const service = left.limits.pop();
      return (
        service &&
        innocent(
          [`${service.name}: 800Mi`, `More memory for ${service.name}, as the board suggests`],
          [
            {
              file: `${service.paths[0]}chart/values.yaml`,
              from: "  memory: 640Mi\n",
              to: "  memory: 800Mi\n",
            },
          ],
        )
      );
    },
    () => {
      const service = left.notes.pop();
      return (
        service &&
        innocent(
          [`notes on ${service.name}`, `${service.name}: how to start it alone`],
          [
            {
              file: `${service.paths[0]}NOTES.md`,
              from: "Nothing noted.\n",
              to: "`make check` needs the compose file of the root.\n\nLogs go to stdout.\n",
            },
          ],
        )
      );
    },
    ...[12, 36, 88].map((most) => () => {
      const service = random.pick(roots);
      const subject = random.pick(subjects);
      ticket += random.integer(1, 9);
      const [path, text] = tableIn(service.language, `${subject}_${ticket}`, rows(most));
      return innocent(
        [
          `${service.name}: ${subject.replace("_", " ")} as a table (#${ticket})`,
          `${service.name}: regenerate ${subject.replace("_", " ")}`,
          `Prepare ${subject.replace("_", " ")} of ${service.name} for translation`,
        ],
        [{ file: `${service.paths[0]}${path}`, add: text }],
      );
    }),
    () => {
      ticket += random.integer(1, 9);
      return innocent(
        [`sample for #${ticket}`, `samples: what support sent in ${ticket}`],
        [
          {
            file: `samples/${ticket}.json`,
            add: `${JSON.stringify(Object.fromEntries(rows(46)), null, 2)}\n`,
          },
        ],
      );
    },
  ];
  const out: Change[] = [];
  while (out.length < count) {
    const made = random.pick(makers)();
    if (made) out.push(made);
  }
  return out;
}
