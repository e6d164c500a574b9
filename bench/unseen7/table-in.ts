import type { Language } from "../unseen/scenario.ts";

type Rows = readonly (readonly [key: string, value: string])[];

const upper = (name: string) =>
  name.replace(/(^|_)([a-z0-9])/g, (_, _gap: string, letter: string) => letter.toUpperCase());

const each = (rows: Rows, row: (key: string, value: string) => string) =>
  rows.map(([key, value]) => `${row(key, value)}\n`).join("");

/** A lookup table as a file of a language: its path below the service, and its text. */
export function tableIn(language: Language, name: string, rows: Rows): [path: string, text: string] {
  const type = upper(name);
  const jvm = (path: string, ext: string) => `src/main/${path}/tables/${type}.${ext}`;
  switch (language) {
    case "typescript":
      return [
        `src/tables/${name}.ts`,
        `export const ${name} = {\n${each(rows, (k, v) => `  ${k}: "${v}",`)}} as const;\n`,
      ];
    case "python":
      return [
        `tables/${name}.py`,
        `${name.toUpperCase()} = {\n${each(rows, (k, v) => `    "${k}": "${v}",`)}}\n`,
      ];
    case "go":
      return [
        `tables/${name}.go`,
        `package tables\n\nvar ${type} = map[string]string{\n${each(rows, (k, v) => `\t"${k}": "${v}",`)}}\n`,
      ];
    case "java":
      return [
        jvm("java", "java"),
        `package tables;\n\nimport java.util.Map;\n\npublic final class ${type} {\n  public static final Map<String, String> ROWS =\n      Map.ofEntries(\n${each(rows, (k, v) => `          Map.entry("${k}", "${v}"),`)}          Map.entry("_", ""));\n}\n`,
      ];
    case "kotlin":
      return [
        jvm("kotlin", "kt"),
        `package tables\n\nval ${type} = mapOf(\n${each(rows, (k, v) => `    "${k}" to "${v}",`)})\n`,
      ];
    case "scala":
      return [
        jvm("scala", "scala"),
        `package tables\n\nval ${type}: Map[String, String] = Map(\n${each(rows, (k, v) => `  "${k}" -> "${v}",`)})\n`,
      ];
    case "ruby":
      return [
        `lib/tables/${name}.rb`,
        `module Tables\n  ${name.toUpperCase()} = {\n${each(rows, (k, v) => `    "${k}" => "${v}",`)}  }.freeze\nend\n`,
      ];
    case "csharp":
      return [
        `Tables/${type}.cs`,
        `namespace Tables;\n\npublic static class ${type}\n{\n    public static readonly Dictionary<string, string> Rows = new()\n    {\n${each(rows, (k, v) => `        ["${k}"] = "${v}",`)}    };\n}\n`,
      ];
    case "php":
      return [
        `config/tables/${name}.php`,
        `<?php\n\nreturn [\n${each(rows, (k, v) => `    '${k}' => '${v}',`)}];\n`,
      ];
    case "rust":
      return [
        `src/tables/${name}.rs`,
        `pub const ${name.toUpperCase()}: &[(&str, &str)] = &[\n${each(rows, (k, v) => `    ("${k}", "${v}"),`)}];\n`,
      ];
    case "elixir":
      return [
        `lib/tables/${name}.ex`,
        `defmodule Tables.${type} do\n  def rows do\n    %{\n${each(rows, (k, v) => `      "${k}" => "${v}",`)}      "_" => ""\n    }\n  end\nend\n`,
      ];
    case "cpp":
      return [
        `src/tables/${name}.h`,
        `#pragma once\n\n#include <map>\n#include <string>\n\ninline const std::map<std::string, std::string> k${type} = {\n${each(rows, (k, v) => `    {"${k}", "${v}"},`)}};\n`,
      ];
  }
}
