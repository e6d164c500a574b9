import type { IssueRecords } from "../contracts/ports/issue-records.ts";
import type { SealedState } from "../contracts/sealed-state.ts";
import { INCIDENT_LABEL } from "../report/labels.ts";
import { REFUSED_MARKER, refusedComment, STATE_MARKER, sealedIn } from "../report/sealed-comment.ts";
import { BrokenSeal, unseal } from "./seal.ts";

/** What was closed earlier binds no run: budgets are of a day. What is open is taken up however old it is. */
const LOOK_BACK_MS = 14 * 24 * 60 * 60 * 1_000;
const INCIDENT_MARKER = '<!-- sre-space:incident {"id":"';
const AT_A_TIME = 8;

export interface RefusedState {
  issue: number;
  /** Of the incident, as the issue's own marker says it. */
  incident: string | null;
  open: boolean;
  /** A sentence. */
  why: string;
  /** Whether an earlier run has said so in its thread. */
  told: boolean;
}

/** A comment that somebody else wrote to look like a state. */
export interface ForgedState {
  issue: number;
  comment: number;
  /** Null once that account is gone. */
  by: string | null;
}

/**
 * What earlier runs left in the issues of a repository. A state counts only where we wrote it, nobody has edited it
 * since, and its seal is of this repository, this issue and us; every other of ours is refused, with why. What other
 * accounts write to look like one is told, and nothing more. States come the oldest first.
 *
 * @param secret null where there is none: then nothing can be known, and every open incident is refused
 */
export async function keptStates(
  records: IssueRecords,
  secret: string | null,
  now: number,
): Promise<{
  states: { state: SealedState; issue: number }[];
  refused: RefusedState[];
  forged: ForgedState[];
}> {
  const since = new Date(now - LOOK_BACK_MS).toISOString();
  const [author, labelled] = await Promise.all([records.us(), records.issues(INCIDENT_LABEL, since)]);
  const issues = labelled.filter(({ body }) => body.startsWith(INCIDENT_MARKER));
  const states: { state: SealedState; issue: number }[] = [];
  const refused: RefusedState[] = [];
  const forged: ForgedState[] = [];

  async function read({ number, body, state }: (typeof issues)[number]): Promise<void> {
    const refuse = async (why: string) => {
      const open = state === "open";
      const said = open ? await records.comments(number, REFUSED_MARKER) : [];
      const told = said.some((comment) => comment.byUs && comment.body === refusedComment(why));
      refused.push({ issue: number, incident: incidentOf(body), open, why, told });
    };
    const all = await records.comments(number, STATE_MARKER);
    const found = all.filter(({ byUs }) => byUs);
    // In a public repository anybody may write one: it is not read, and stops nothing.
    for (const { id, by } of all.filter(({ byUs }) => !byUs)) forged.push({ issue: number, comment: id, by });
    const strange = found.find(({ ours }) => !ours);
    if (strange)
      return refuse(
        `Its sealed state (comment ${strange.id}) was edited by ${strange.by === null ? "an account that is gone" : `@${strange.by}`}, and is not mine alone.`,
      );
    const [only, other] = found;
    if (!only) return refuse("There is no sealed state in it to go on from.");
    if (other) return refuse("There are two sealed states in it, of which I know neither to be the last.");
    if (secret === null) return refuse("Its state is sealed, and this run has no `state-secret`.");
    try {
      const opened = unseal(
        secret,
        { repository: records.repository, issue: number, author },
        sealedIn(only.body) ?? "",
      );
      if (opened.incident.id === incidentOf(body)) states.push({ state: opened, issue: number });
      else await refuse("Its sealed state is of another incident.");
    } catch (error) {
      if (!(error instanceof BrokenSeal)) throw error;
      await refuse(`Its sealed state does not open. ${error.message}`);
    }
  }

  for (let from = 0; from < issues.length; from += AT_A_TIME)
    await Promise.all(issues.slice(from, from + AT_A_TIME).map(read));
  states.sort((a, b) => (a.state.sealedAt < b.state.sealedAt ? -1 : 1));
  return { states, refused, forged };
}

function incidentOf(body: string): string | null {
  return /^[0-9a-z]+-[0-9a-f]{12}(?=")/.exec(body.slice(INCIDENT_MARKER.length))?.[0] ?? null;
}
