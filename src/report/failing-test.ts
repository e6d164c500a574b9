import type { EvidenceOf } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Quote } from "./quoting.ts";
import { subjectOf } from "./subject-of.ts";
import { symptomWords } from "./symptom-words.ts";

/** What runs the repository's tests, as its own test files say. */
export type TestRunner = "node:test" | "vitest" | "jest" | "pytest" | "go";

/**
 * The skeleton of a test that fails until somebody writes it, made of what failed: request, expected, exception. Every
 * word of telemetry in it stands in a comment of one line or in a quoted string. On a public repository none of it is a
 * value that a request had.
 *
 * @param goPackage of the file beside which a Go test stands
 */
export function failingTest(
  incident: Incident,
  given: { runner: TestRunner; isPublic: boolean; quote: Quote; goPackage?: string },
): string {
  const { runner, quote } = given;
  const { service, operation } = subjectOf(incident.anomaly);
  const asked = quote.plain(operation ?? service, 120);
  const number = incident.issue?.number ?? 0;
  const facts = story(incident, given);
  const name = `${asked} holds (incident ${number})`;
  const todo = "Send the request of the incident, and check what comes back";
  const comment = (sign: string, indent: string) =>
    facts.map((fact) => `${indent}${sign} ${fact}`).join("\n");
  switch (runner) {
    case "node:test":
      return `import assert from "node:assert/strict";\nimport test from "node:test";\n\ntest(${JSON.stringify(name)}, async () => {\n${comment("//", "  ")}\n  assert.fail(${JSON.stringify(todo)});\n});\n`;
    case "vitest":
      return `import { expect, test } from "vitest";\n\ntest(${JSON.stringify(name)}, async () => {\n${comment("//", "  ")}\n  expect.fail(${JSON.stringify(todo)});\n});\n`;
    case "jest":
      return `test(${JSON.stringify(name)}, async () => {\n${comment("//", "  ")}\n  throw new Error(${JSON.stringify(todo)});\n});\n`;
    case "pytest":
      return `import pytest\n\n\ndef test_incident_${number}():\n${comment("#", "    ")}\n    pytest.fail(${JSON.stringify(todo)})\n`;
    case "go":
      return `package ${given.goPackage ?? "main"}\n\nimport "testing"\n\nfunc TestIncident${number}(t *testing.T) {\n${comment("//", "\t")}\n\tt.Fatal(${JSON.stringify(todo)})\n}\n`;
  }
}

/** Request, expected and got, a line each. */
function story(incident: Incident, { isPublic, quote }: { isPublic: boolean; quote: Quote }): string[] {
  const { anomaly, evidence, issue } = incident;
  const { service, operation } = subjectOf(anomaly);
  const items = evidence?.items ?? [];
  const exception = items.find((item) => item.kind === "exception" && item.service === service) as
    | EvidenceOf<"exception">
    | undefined;
  const attributes = items.filter(
    (item): item is EvidenceOf<"attribute"> => item.kind === "attribute" && (item.plain || !isPublic),
  );
  const having = attributes.slice(0, 3).map(({ key, value }) => `${key} = ${value}`);
  const frame = exception?.frames.find(({ inApp }) => inApp);
  const where = frame
    ? `, at ${frame.path.split("/").at(-1)}${frame.line === undefined ? "" : `:${frame.line}`}${frame.function ? ` in ${frame.function}` : ""}`
    : "";
  const got = exception
    ? `${exception.type}: ${exception.message}${where}`
    : `${service} ${symptomWords(anomaly, true)}`;
  const expected =
    anomaly.symptom === "latency"
      ? "an answer in time"
      : anomaly.symptom === "memory"
        ? "a heap that stays as it is"
        : "an answer without an error";
  return [
    `Incident ${issue?.number ?? ""}: ${issue?.url ?? ""}`,
    `Request:  ${operation ?? service}${having.length > 0 ? `, most often with ${having.join(", ")}` : ""}`,
    `Expected: ${expected}`,
    `Got:      ${got}`,
  ].map((line) => (line.startsWith("Incident") ? line : quote.plain(line, 300)));
}
