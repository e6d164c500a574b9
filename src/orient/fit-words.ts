import type { EvidenceOf, Frame } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { IDLE } from "./changes/idle.ts";
import { matchesPath } from "./changes/match-path.ts";
import type { ReadCandidate, ReadFile } from "./changes/read-change.ts";
import { wordsOf } from "./changes/words-of.ts";
import type { Finding } from "./finding.ts";
import { classOfException } from "./mechanisms/class-of-exception.ts";
import { ownFrames } from "./own-frames.ts";
import { WEIGHTS } from "./weights.ts";

/** Something that the failure is called by, and that a change may have been written about. */
interface Clue {
  word: string;
  weight: number;
  what: string;
  evidence: readonly string[];
  /** Whether it counts as well where only the changed file is called by it. */
  inPath: boolean;
  /** Where it is raised, by the stack traces; empty where they do not say. */
  raisedIn: readonly Frame[];
}

/** Of every language and framework: they name no particular failure. */
const ANYBODYS_TYPE =
  /^(?:\w*Error|Exception|RuntimeException|NullPointerException|NoMethodError|NoneType|panic|IllegalArgumentException|IllegalStateException|ClassCastException|SQLException|IOException|Throwable|StandardError|ArgumentException|InvalidOperationException|NullReferenceException|TimeoutException|HttpException|\d+|[A-Z0-9_]+)$/;
const ANYBODYS_SEGMENT =
  /^(?:api|v\d+|index|home|health\w*|status|rest|graphql|rpc|id|new|all|list|get|post)$/i;
/** A name that was looked for and not found, in the words of the runtimes; names of hosts are the program's own. */
const HOST =
  /\bgetaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]{3,100})|\blookup ([\w.-]{3,100})(?: on [\w.:]+)?: no such host|UnknownHostException: ([\w.-]{3,100})/;
const SHORTEST = 4;
/** What an error is about that says by its type that there is no more of something. */
const USED_UP: readonly (readonly [type: RegExp, words: readonly string[]])[] = [
  [/conn|pool/i, ["pool", "connections"]],
  [/thread|executor|worker|reject/i, ["threads", "workers", "queue", "pool"]],
  [/semaphore|permit|bulkhead|concurren/i, ["permits", "concurrency"]],
  [/queue|buffer|full/i, ["queue", "buffer"]],
];

/**
 * Words that a failure and a change share, each worth the more the fewer of the candidates say it (inverse document
 * frequency; Spärck Jones, 1972). Only what the program itself calls things by: types of exceptions that are its own,
 * routes, hosts that were looked up, metrics that ran out. The best clue counts, not their number.
 */
export function fitWords(
  files: readonly ReadFile[],
  all: readonly ReadCandidate[],
  clues: readonly Clue[],
): Finding | null {
  let best: Finding | null = null;
  for (const clue of clues) {
    const line = lineOf(files, clue);
    if (!line) continue;
    const having = all.filter(({ files: others }) => lineOf(others, clue) !== null).length;
    const rarity = Math.log((all.length + 1) / Math.max(1, having)) / Math.log(all.length + 1);
    const weight = clue.weight * rarity;
    if (weight < 0.1 || (best && best.weight >= weight)) continue;
    best = {
      family: "place",
      weight,
      text: `It changes lines about \`${clue.word}\`, ${clue.what}.`,
      evidence: clue.evidence,
      line,
    };
  }
  return best;
}

/** What the failure is called by, from the evidence of these services. */
export function cluesOf(file: CaseFile, services: ReadonlySet<string>): readonly Clue[] {
  const clues = new Map<string, Clue>();
  const add = (
    word: string,
    weight: number,
    what: string,
    id: string | null,
    inPath = false,
    raisedIn: readonly Frame[] = [],
  ) => {
    if (word.length < SHORTEST || clues.has(word)) return;
    clues.set(word, { word, weight, what, evidence: id === null ? [] : [id], inPath, raisedIn });
  };
  const fresh = file.evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" && services.has(item.service) && item.countBefore <= 0.5 * item.count,
  );
  const most = Math.max(0, ...fresh.map(({ count }) => count));
  for (const item of fresh.filter(({ count }) => count >= 0.2 * most)) {
    const type = item.type.split(/[.:]/).at(-1) ?? "";
    if (!ANYBODYS_TYPE.test(type) || /^[A-Z][a-z]+[A-Z]\w*Error$/.test(type))
      add(
        type,
        WEIGHTS.place.typeInChange,
        "the error that requests fail with",
        item.id,
        false,
        raisedIn(type, fresh),
      );
    if (classOfException(item.type) === "runs out")
      for (const word of USED_UP.find(([of]) => of.test(type))?.[1] ?? [])
        add(word, WEIGHTS.place.metricInChange, "of which there is no more to be had", item.id);
    const host = HOST.exec(item.message)?.slice(1).find(Boolean);
    if (host) add(host, WEIGHTS.place.hostInChange, "the name that is not found", item.id);
  }
  for (const segment of file.anomaly.operation.split(/[\s/]+/).slice(1)) {
    if (/^[a-z][\w-]+$/i.test(segment) && !ANYBODYS_SEGMENT.test(segment))
      add(segment, WEIGHTS.place.routeInChange, "which is part of the route that suffers", null);
  }
  for (const item of file.evidence.items) {
    if (item.kind !== "metric" || !item.saturation || !services.has(item.service)) continue;
    for (const word of item.metric.split(/[._]/))
      if (/^(?:pool|connections?|threads?|queue|heap|descriptors|workers|sockets)$/i.test(word))
        add(word.toLowerCase(), WEIGHTS.place.metricInChange, "of which there is no more to be had", item.id);
  }
  for (const item of file.evidence.items) {
    if (item.kind !== "metric" || !services.has(item.service) || Math.abs(item.deviations ?? 0) < LEFT)
      continue;
    const service = new Set([...services].flatMap((one) => wordsOf(one)));
    for (const word of wordsOf(item.metric.replace(/[._]/g, "-")))
      if (!ANYBODYS_METRIC.test(word) && !service.has(word))
        add(word, WEIGHTS.place.metricNamed, `and ${item.metric} left its level`, item.id, true);
  }
  return [...clues.values()];
}

/** A metric that moved by so many deviations has left its level. */
const LEFT = 5;
/** Of the conventions, of every runtime, or of how things are counted; and what waits, which it does behind any slowness. */
const ANYBODYS_METRIC =
  /^(?:http|rpc|db|sql|client|server|request|requests|response|duration|latency|count|counts|total|ratio|rate|size|usage|utili[sz]ation|limit|active|idle|used|pending|process|system|runtime|jvm|go|nodejs|python|dotnet|container|k8s|pod|host|cpu|memory|heap|gc|threads?|goroutines?|open|file|descriptors?|connections?|connection|pool|network|disk|bytes|seconds|millis|milliseconds|time|max|min|avg|sum|bucket|errors?|failures?|messages?|operations?|messaging|queue|value|current|number|items?|entries|amount|sent|received|eventloop|delay|waiting|wait|backlog|lag|depth|inflight|flight|oldest|ready|unacked|status|code|service|app|state)$/;

function lineOf(
  files: readonly ReadFile[],
  { word, inPath, raisedIn }: Pick<Clue, "word" | "inPath" | "raisedIn">,
): { path: string; line: number } | null {
  const pattern = patternOf(word);
  for (const changed of files) {
    if (changed.inert || IDLE.has(changed.kind)) continue;
    const elsewhere = raisedIn.length > 0 && !raisedIn.some(({ path }) => matchesPath(path, changed.path));
    if (inPath && wordsOf(changed.path.split("/").slice(-2).join("/")).includes(word))
      return { path: changed.path, line: Math.max(1, changed.hunks[0]?.after.start ?? 1) };
    for (const hunk of changed.hunks) {
      let after = 0;
      for (const line of hunk.lines) {
        if (line.after !== undefined) after = line.after;
        // What is raised here is not what the stack traces saw raised there.
        if (elsewhere && RAISES.test(line.text.slice(0, 400))) continue;
        if (line.kind !== "same" && !COMMENT.test(line.text) && pattern.test(line.text.slice(0, 400)))
          return { path: changed.path, line: Math.max(1, line.after ?? after) };
      }
    }
  }
  return null;
}

/** A line that is nothing but a comment, or the prose of a docstring, runs nowhere. */
const COMMENT = /^\s{0,80}(?:\/\/|#(?![[!]|include|define|if|el|endif)|\*|\/\*|--\s|"""|'''|<!--)/;

const RAISES = /\b(?:throw|raise)\b/;

/** The innermost frames of our own of all errors of that type. */
function raisedIn(type: string, fresh: readonly EvidenceOf<"exception">[]): Frame[] {
  return fresh
    .filter((item) => item.type.endsWith(type))
    .flatMap(({ frames }) => ownFrames(frames).slice(0, 1));
}

const patterns = new Map<string, RegExp>();

function patternOf(word: string): RegExp {
  let pattern = patterns.get(word);
  if (!pattern) {
    const quoted = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    pattern = new RegExp(`(?<![\\w-])${quoted}(?![\\w-])`, "i");
    if (patterns.size > 500) patterns.clear();
    patterns.set(word, pattern);
  }
  return pattern;
}
