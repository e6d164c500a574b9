import type { Random } from "../../telemetry/random.ts";
import type { CommitPlan, Language, Service } from "../definition.ts";

const SUBJECTS = [
  "notes",
  "export",
  "report",
  "labels",
  "colours",
  "holidays",
  "printer",
  "glossary",
  "badges",
  "ledger",
];

/** A file that nothing calls yet, in each language. */
const UNUSED: Readonly<Record<Language, (name: string) => [string, string]>> = {
  node: (name) => [
    `${name}.ts`,
    `/** Not wired up yet. */\nexport function ${name}(rows: string[]): string {\n  return rows.join("\\n");\n}\n`,
  ],
  python: (name) => [
    `${name}.py`,
    `def ${name}(rows):\n    """Not wired up yet."""\n    return "\\n".join(rows)\n`,
  ],
  go: (name) => [
    `${name}/${name}.go`,
    `// Package ${name} is not wired up yet.\npackage ${name}\n\nimport "strings"\n\n// Lines joins rows.\nfunc Lines(rows []string) string {\n\treturn strings.Join(rows, "\\n")\n}\n`,
  ],
  java: (name) => [
    `src/main/java/app/${name}/Lines.java`,
    `package app.${name};\n\nimport java.util.List;\n\n/** Not wired up yet. */\npublic final class Lines {\n  public static String of(List<String> rows) {\n    return String.join("\\n", rows);\n  }\n}\n`,
  ],
  ruby: (name) => [
    `${name}.rb`,
    `# Not wired up yet.\nmodule ${name[0]?.toUpperCase()}${name.slice(1)}\n  def self.lines(rows)\n    rows.join("\\n")\n  end\nend\n`,
  ],
  dotnet: (name) => [
    `${name}/Lines.cs`,
    `namespace App.${name};\n\n/// Not wired up yet.\npublic static class Lines\n{\n    public static string Of(IEnumerable<string> rows) => string.Join("\\n", rows);\n}\n`,
  ],
  php: (name) => [
    `${name}.php`,
    `<?php\n\n/** Not wired up yet. */\nfunction ${name}_lines(array $rows): string\n{\n    return implode("\\n", $rows);\n}\n`,
  ],
};

/** Commits that do nothing to what runs: documents, tests, workflows, code that is not called. */
export function noiseCommits(count: number, services: readonly Service[], random: Random): CommitPlan[] {
  return Array.from({ length: count }, (_, i) => {
    const subject = SUBJECTS[Math.floor(random.uniform() * SUBJECTS.length)] as string;
    const name = `${subject}${i + 1}`;
    const at = -(4 + 300 * random.uniform() ** 2) * 60_000;
    const base = { at, edit: {}, remove: [] };
    switch (Math.floor(random.uniform() * 4)) {
      case 0:
        return {
          ...base,
          message: `docs: ${subject}`,
          add: { [`docs/${name}.md`]: `# ${subject}\n\nTo be written down properly.\n` },
        };
      case 1:
        return {
          ...base,
          message: `test: cover ${subject}`,
          add: { [`tests/${name}.test.txt`]: `given ${subject}\nthen nothing breaks\n` },
        };
      case 2:
        return {
          ...base,
          message: `ci: a job for ${subject}`,
          add: {
            [`.github/workflows/${name}.yml`]: `on: workflow_dispatch\njobs:\n  ${subject}:\n    runs-on: ubuntu-latest\n    steps: [{run: "true"}]\n`,
          },
        };
      default: {
        const service = services[Math.floor(random.uniform() * services.length)] as Service;
        const [file, text] = UNUSED[service.language](name);
        const folder = (service.paths[0] ?? "").replace(/\*.*$/, "");
        return {
          ...base,
          message: `feat: ${subject}, not wired up yet`,
          add: { [`${folder}${file}`]: text },
        };
      }
    }
  });
}
