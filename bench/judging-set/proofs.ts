import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

interface Value {
  key: string;
  value: { stringValue?: string; intValue?: string };
}
interface SpanJson {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind?: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Value[];
}
interface TracesJson {
  resourceSpans: { resource: { attributes: Value[] }; scopeSpans: { spans: SpanJson[] }[] }[];
}

const read = async (bundle: string, file: string) =>
  existsSync(join(bundle, file)) ? await readFile(join(bundle, file), "utf8") : "";

/** Spans have whole and unique ids, end after they begin, and lie within those that wait for them. */
function spansHold(text: string): string[] {
  const problems: string[] = [];
  const spans = text
    .trimEnd()
    .split("\n")
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as TracesJson).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  if (byId.size !== spans.length) problems.push("two spans have one id");
  let outside = 0;
  for (const span of spans) {
    if (!/^[0-9a-f]{32}$/.test(span.traceId) || !/^[0-9a-f]{16}$/.test(span.spanId))
      problems.push(`${span.name} has an id that is none`);
    const start = BigInt(span.startTimeUnixNano);
    const end = BigInt(span.endTimeUnixNano);
    if (end < start) problems.push(`${span.name} ends before it begins`);
    const parent = byId.get(span.parentSpanId ?? "");
    if (!parent) continue;
    if (parent.traceId !== span.traceId) problems.push(`${span.name} is a child in another trace`);
    if (start < BigInt(parent.startTimeUnixNano)) problems.push(`${span.name} begins before its parent`);
    // Nobody waits for what is sent; a caller that gave up ends before its callee.
    const gaveUp = !parent.attributes.some(({ key }) => /status_code$/.test(key));
    if (!parent.name.startsWith("send ") && !gaveUp && end > BigInt(parent.endTimeUnixNano)) outside++;
  }
  if (outside > 0) problems.push(`${outside} spans outlast a parent that waited for them`);
  return problems;
}

/** History and deployments agree, and nothing that the bundle says is a word of the truth. */
export async function proofs(bundle: string, scenario: { id: string; kind: string }): Promise<string[]> {
  const problems = spansHold(await read(bundle, "traces.jsonl"));
  const commits = (
    JSON.parse(await read(bundle, "commits.json")) as {
      sha: string;
      parents: { sha: string }[];
      commit: { author: { date: string } };
      files: { patch: string }[];
    }[]
  ).toSorted((a, b) => a.commit.author.date.localeCompare(b.commit.author.date));
  for (const [index, commit] of commits.entries()) {
    if (index > 0 && commit.parents[0]?.sha !== commits[index - 1]!.sha)
      problems.push(`${commit.sha.slice(0, 7)} does not follow the commit before it`);
    if (commit.files.length === 0 || commit.files.some(({ patch }) => !patch.startsWith("@@ ")))
      problems.push(`${commit.sha.slice(0, 7)} has a file without a patch`);
  }
  const dates = new Map(commits.map(({ sha, commit }) => [sha, commit.author.date]));
  const deployments = JSON.parse((await read(bundle, "deployments.json")) || "[]") as {
    sha: string;
    created_at: string;
  }[];
  for (const { sha, created_at } of deployments)
    if (!dates.has(sha)) problems.push(`${sha.slice(0, 7)} is deployed and no commit`);
    else if (created_at < dates.get(sha)!)
      problems.push(`${sha.slice(0, 7)} is deployed before it is written`);
  for (const file of [
    "traces.jsonl",
    "logs.jsonl",
    "metrics.jsonl",
    "commits.json",
    "events.json",
    "bundle.json",
  ]) {
    const text = await read(bundle, file);
    if (text.includes(scenario.id)) problems.push(`${file} names the scenario`);
    if (/\b(decoy|culprit|undecidable|guiltless)\b/i.test(text))
      problems.push(`${file} has a word of the truth`);
  }
  return problems;
}
