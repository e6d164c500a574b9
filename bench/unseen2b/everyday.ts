import type { Everyday } from "../unseen/plan.ts";
import type { Random } from "../unseen/random.ts";
import type { Change, FirstLanguage, Service, World } from "../unseen/scenario.ts";
import { aboutModule } from "./about-module.ts";

const words = [
  "overview",
  "welcome",
  "footer",
  "billing",
  "profile",
  "invite",
  "banner",
  "digest",
  "tooltip",
];
const steps = ["oncall", "restore", "capacity", "handover", "drill", "access"];
const actions = [
  ["actions/checkout", "v4.1.7", "v4.2.2"],
  ["actions/cache", "v4.0.2", "v4.1.2"],
  ["docker/build-push-action", "v6.7.0", "v6.9.0"],
  ["actions/upload-artifact", "v4.4.0", "v4.4.3"],
] as const;

/** Services by folder: two processes of one folder share its furniture. */
const folders = (world: World): (Service & { root: string })[] =>
  world.services.flatMap((service, i, all) =>
    service.paths.length > 0 && all.findIndex(({ paths }) => paths[0] === service.paths[0]) === i
      ? [{ ...service, root: service.paths[0]! }]
      : [],
  );

const lines = (language: "en" | "de" | "pl") =>
  words
    .map(
      (word) => `  ${word}_title: "${language === "en" ? "The" : language === "de" ? "Das" : "To"} ${word}"`,
    )
    .join("\n");

function furniture(world: World): Record<string, string> {
  const name = world.repository.split("/")[1]!;
  const files: Record<string, string> = {
    "README.md": `# ${name}\n\nSee docs/ for how it is run.\n\n${folders(world)
      .map((service) => `- \`${service.root || "."}\`: ${service.name}`)
      .join("\n")}\n`,
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n- see the pull requests\n",
    ".github/CODEOWNERS": `* @${world.repository.split("/")[0]}/engineering\n/docs/ @${world.repository.split("/")[0]}/writers\n`,
    ".github/workflows/build.yml": `name: build\non:\n  push:\n    branches: [main]\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 25\n    steps:\n${actions.map(([action, from]) => `      - uses: ${action}@${from}\n`).join("")}      - run: make test\n      - run: make image\n`,
  };
  for (const step of steps)
    files[`docs/${step}.md`] =
      `# ${step}\n\n1. Look at the dashboard.\n2. Ask in the channel.\n3. Write down what you did.\n`;
  for (const { root, language } of folders(world)) {
    const about = aboutModule[language as FirstLanguage];
    files[`${root}${about.path}`] = about.text;
    files[`${root}${about.tool.path}`] = about.tool.text;
    for (const tongue of ["en", "de", "pl"] as const)
      files[`${root}locales/${tongue}.yml`] = `${tongue}:\n${lines(tongue)}\n`;
    files[`${root}dashboards/overview.json`] =
      '{\n  "title": "Overview",\n  "refresh": "30s",\n  "panels": [\n    {"title": "Requests", "unit": "reqps", "thresholds": [200, 400]},\n    {"title": "Errors", "unit": "percent", "thresholds": [1, 5]},\n    {"title": "p95", "unit": "ms", "thresholds": [300, 900]}\n  ]\n}\n';
  }
  return files;
}

/** So many commits as repositories are full of: none changes what a request does, and no two touch the same line. */
function innocents(world: World, random: Random, count: number): Change[] {
  const pr = () => `(#${random.integer(1200, 4800)})`;
  const all: Change[] = [];
  const put = (message: string, ...edits: Change["edits"]) => all.push({ role: "innocent", message, edits });
  for (const [action, from, to] of actions)
    put(`Bump ${action} from ${from} to ${to} ${pr()}`, {
      file: ".github/workflows/build.yml",
      from: `${action}@${from}`,
      to: `${action}@${to}`,
    });
  put(random.pick(["ci: builds take longer on Mondays", "Raise the CI timeout"]), {
    file: ".github/workflows/build.yml",
    from: "timeout-minutes: 25",
    to: "timeout-minutes: 40",
  });
  for (const step of random.shuffle(steps)) {
    put(`docs(${step}): say where the dashboard is`, {
      file: `docs/${step}.md`,
      from: "1. Look at the dashboard.\n",
      to: "1. Look at the dashboard: errors first, then latency, then saturation.\n",
    });
    put(`Add decision record about ${step} ${pr()}`, {
      file: `docs/decisions/${random.integer(20, 80)}-${step}.md`,
      add: `# ${step}\n\nStatus: accepted\n\n## Context\n\nTimeouts and retries of the ${step} runbook were copied from an older system. After the last incident\nnobody was sure which limits hold.\n\n## Decision\n\nWe write them down where they are set, and link there.\n`,
    });
  }
  const services = folders(world);
  for (const service of services) {
    const { root, language, name } = service;
    const about = aboutModule[language as FirstLanguage];
    for (const [message, from, to] of about.edits)
      put(random.pick([message, `${name}: ${message.toLowerCase()}`, `${message} ${pr()}`]), {
        file: `${root}${about.path}`,
        from,
        to,
      });
    const { tool } = about;
    put(`Bump ${tool.name} in /${root.replace(/\/$/, "")} ${pr()}\n\nOnly used while building and testing.`, {
      file: `${root}${tool.path}`,
      from: tool.from,
      to: tool.to,
    });
    for (const [i, word] of random.shuffle(words).slice(0, 4).entries()) {
      const [path, text] = about.test(word, i + 1);
      put(random.pick([`test(${name}): ${word}`, `Add missing test for ${word} ${pr()}`]), {
        file: `${root}${path}`,
        add: text,
      });
    }
    for (const word of random.shuffle(words).slice(0, 5))
      put(
        random.pick([
          `Translations from Weblate: ${word}`,
          `i18n(${name}): ${word}`,
          `Copy review, ${word} ${pr()}`,
        ]),
        ...(["de", "pl"] as const).map((tongue) => ({
          file: `${root}locales/${tongue}.yml`,
          from: `  ${word}_title: "${tongue === "de" ? "Das" : "To"} ${word}"\n`,
          to: `  ${word}_title: "${tongue === "de" ? "Ihr" : "Twój"} ${word}"\n`,
        })),
      );
    put(
      random.pick([
        `dashboards: ${name} p95 threshold`,
        `${name}: errors and latency thresholds after the last incident`,
      ]),
      {
        file: `${root}dashboards/overview.json`,
        from: '"unit": "ms", "thresholds": [300, 900]',
        to: '"unit": "ms", "thresholds": [250, 700]',
      },
      {
        file: "docs/dashboards.md",
        add: `# Dashboards\n\n${name}: p95 turns yellow at 250 ms and red at 700 ms.\n`,
      },
    );
  }
  const kept = new Set<string>();
  return random
    .shuffle(all)
    .filter(({ edits }) => {
      const adds = edits.flatMap((edit) => ("add" in edit ? [edit.file] : []));
      if (adds.some((file) => kept.has(file))) return false;
      for (const file of adds) kept.add(file);
      return true;
    })
    .slice(0, count);
}

/** What every repository has besides its code, and the commits that change it. */
export const everyday: Everyday = { furniture, innocents };
