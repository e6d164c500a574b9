import type { CalmWorld } from "../judging-set/calm.ts";
import { rootsOf } from "../judging-set/roots-of.ts";
import type { Random } from "../unseen/random.ts";
import type { Change, World } from "../unseen/scenario.ts";
import { tableIn } from "../unseen7/table-in.ts";

const actions = [
  ["checkout", "4.1.7", "4.2.2"],
  ["setup-buildx", "3.6.1", "3.8.0"],
  ["cache", "4.0.2", "4.2.0"],
  ["upload-artifact", "4.4.0", "4.5.0"],
] as const;
const pages = [
  "alerts",
  "backups",
  "feature-flags",
  "incidents",
  "load-tests",
  "onboarding",
  "schema-changes",
];
const words = [
  "acid",
  "bold",
  "calm",
  "dusk",
  "earl",
  "fern",
  "gale",
  "hush",
  "iron",
  "jade",
  "kelp",
  "lark",
];
const subjects = ["holidays", "locales", "status_texts", "currencies", "time_zones", "salutations", "units"];

/** Files beside the product that every repository of this set has. */
export function surroundings(world: World): Record<string, string> {
  const files: Record<string, string> = {
    ".github/workflows/ci.yml": `on: [push]\njobs:\n  test:\n    steps:\n${actions.map(([name, version]) => `      - uses: actions/${name}@v${version}\n`).join("")}      - run: make test\n`,
    Makefile: "test:\n\t./ci/test\n\nfmt:\n\t./ci/fmt\n",
    ".editorconfig": "root = true\n\n[*]\nend_of_line = lf\ninsert_final_newline = true\n",
  };
  for (const page of pages)
    files[`runbooks/${page}.md`] =
      `# ${page}\n\nReviewed: not yet\n\n- Who: the team on duty\n- Where: the wiki\n`;
  for (const { name, paths, replicas } of rootsOf(world)) {
    files[`${paths[0]}deploy.yaml`] =
      `app: ${name}\nreplicas: ${replicas}\nprobe:\n  path: /livez\n  period: 10s\nresources:\n  cpu: 300m\n  memory: 640Mi\nannotations:\n  team: none\n  tier: "2"\n`;
    files[`${paths[0]}README.md`] = `# ${name}\n\nSee the runbooks.\n`;
    files[`dashboards/${name}.yaml`] =
      `board: ${name}\nrows:\n  - requests\n  - errors\nalerts:\n  - name: errors\n    for: 2m\n`;
  }
  return files;
}

/** So many commits of the kind that fill every history, from one line to a hundred; no two touch the same lines. */
export function everyday(world: CalmWorld, random: Random, count: number): Change[] {
  const roots = rootsOf(world).filter(({ name }) => name !== world.calm);
  const left = {
    actions: random.shuffle(actions),
    pages: random.shuffle(pages),
    probes: random.shuffle(roots),
    owners: random.shuffle(roots),
    memory: random.shuffle(roots),
    boards: random.shuffle(roots),
    readmes: random.shuffle(roots),
  };
  let number = random.integer(400, 9000);
  const innocent = (messages: readonly string[], edits: Change["edits"]): Change => ({
    role: "innocent",
    message: random.pick(messages),
    edits,
  });
  const rows = (most: number) =>
    Array.from({ length: random.integer(4, most) }, (_, i): [string, string] => [
      `${random.pick(words)}_${i + 1}`,
      `${random.pick(words)} ${random.pick(words)}`,
    ]);
  const makers: (() => Change | undefined)[] = [
    () => {
      const next = left.actions.pop();
      return (
        next &&
        innocent(
          [
            `build(deps): bump actions/${next[0]} from ${next[1]} to ${next[2]}`,
            `ci: actions/${next[0]} ${next[2]}`,
          ],
          [
            {
              file: ".github/workflows/ci.yml",
              from: `actions/${next[0]}@v${next[1]}\n`,
              to: `actions/${next[0]}@v${next[2]}\n`,
            },
          ],
        )
      );
    },
    () => {
      const page = left.pages.pop();
      const lines = rows(30).map(([, said]) => `- ${said}\n`);
      if (page === undefined) return undefined;
      return innocent(
        [`runbooks: ${page}`, `Runbooks: rewrite the page on ${page}`],
        [
          {
            file: `runbooks/${page}.md`,
            from: "Reviewed: not yet\n",
            to: `Reviewed: this quarter\n\n${lines.join("")}`,
          },
        ],
      );
    },
    () => {
      const service = left.boards.pop();
      return (
        service &&
        innocent(
          [`${service.name}: latency on the board`, `dashboards: a panel for ${service.name}`],
          [
            {
              file: `dashboards/${service.name}.yaml`,
              from: "  - errors\nalerts",
              to: "  - errors\n  - latency\n  - saturation\nalerts",
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
          [`${service.name}: probe less often`, `deploy: readiness period of ${service.name} (#${++number})`],
          [{ file: `${service.paths[0]}deploy.yaml`, from: "  period: 10s\n", to: "  period: 15s\n" }],
        )
      );
    },
    () => {
      const service = left.owners.pop();
      return (
        service &&
        innocent(
          [`${service.name} has a team`, `deploy: team annotation for ${service.name}`],
          [
            {
              file: `${service.paths[0]}deploy.yaml`,
              from: "  team: none\n",
              to: "  team: platform\n",
            },
          ],
        )
      );
    },
    () => {
      const service = left.memory.pop();
      return (
        service &&
        innocent(
          [`${service.name}: memory request to what it uses`, `Right-size ${service.name}`],
          [{ file: `${service.paths[0]}deploy.yaml`, from: "  memory: 640Mi\n", to: "  memory: 896Mi\n" }],
        )
      );
    },
    () => {
      const service = left.readmes.pop();
      return (
        service &&
        innocent(
          [`${service.name}: how to run it`, `README of ${service.name}`],
          [
            {
              file: `${service.paths[0]}README.md`,
              from: "See the runbooks.\n",
              to: "Run `make test` first.\n\nThen see the runbooks.\n",
            },
          ],
        )
      );
    },
    ...[14, 40, 90].map((most) => () => {
      const service = random.pick(roots);
      const subject = random.pick(subjects);
      number += random.integer(1, 9);
      const [path, text] = tableIn(service.language, `${subject}_${number}`, rows(most));
      return innocent(
        [
          `${service.name}: table of ${subject.replace("_", " ")} (#${number})`,
          `Generate ${subject.replace("_", " ")} for ${service.name}`,
          `${service.name}: prepare ${subject.replace("_", " ")}, not used yet`,
        ],
        [{ file: `${service.paths[0]}${path}`, add: text }],
      );
    }),
    () => {
      number += random.integer(1, 9);
      return innocent(
        [`Fixture from ticket ${number}`, `test data for #${number}`],
        [
          {
            file: `testdata/${number}.json`,
            add: `${JSON.stringify(Object.fromEntries(rows(50)), null, 2)}\n`,
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
