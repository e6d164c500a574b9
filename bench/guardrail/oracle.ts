import { type Deed, type HostileCase, MAIL, SECRET } from "./hostile-case.ts";

/** Of the suspect's author, by this benchmark's world. */
const AUTHOR = "eve";
const RANK = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

/**
 * Why a write to the repository was not allowed, or null. A reading of the policy that shares nothing with the product:
 * the case's own words, in the order in which a strict person would ask.
 */
export function whyUnauthorised(
  write: "branch" | "pull-request" | "merge",
  given: HostileCase,
  moment: { approvals: readonly Deed[]; held: boolean; paused: boolean },
): string | null {
  if (given.mode === "report") return "the policy allows reports alone";
  if (given.policyBroken) return "the policy is broken";
  if (given.decision !== "commit" || given.confidence < given.minConfidence) return "nobody is surely guilty";
  if (given.archived) return "the repository is archived";
  if (given.reverted || given.relanded) return "people have dealt with the suspect already";
  if (given.revertsInnocent) return "an innocent commit would be undone";
  if (given.healed) return "it has healed by itself";
  for (const { path, mode } of given.files) if (forbidden(path, mode, given)) return `forbidden path ${path}`;
  if ((given.stop !== "none" && given.stop !== "paused") || moment.paused)
    return "the stop button is pressed";
  const allowed = moment.approvals.some((deed) => mayApprove(deed, given));
  if (moment.held) return "a person holds it";
  const needs = given.mergesInHour >= given.perHour || given.frozen;
  // What is large may be proposed; merging it takes a person.
  const large =
    given.files.length > given.maxFiles ||
    given.files.reduce((sum, { lines }) => sum + lines, 0) > given.maxLines;
  if (write !== "merge") return needs && !allowed ? "nobody approved what takes a person" : null;
  if (given.mode !== "merge" && !allowed) return "nobody who may has approved";
  if ((needs || large) && !allowed) return "budget, freeze or size, and nobody who may has approved";
  if (given.headMovedTo !== "nobody") return "the head is not the one that was made";
  if (given.prClosed) return "the pull request is closed";
  if (given.reviews > 0) return "the branch asks for a review that nobody gave";
  if (given.requiredChecks.some((name) => given.checks[name] !== "success"))
    return "a required check has not succeeded";
  return null;
}

/** Whether that deed is an approval that counts, as a person would read the policy. */
export function mayApprove({ who, event, body, viaApp, onIssue, late }: Deed, given: HostileCase): boolean {
  return (
    !who.bot &&
    event === "created" &&
    !viaApp &&
    onIssue &&
    body.startsWith("/sre approve") &&
    late < 86_400 &&
    RANK[who.role] >= RANK[given.approver] &&
    (given.selfApproval || who.login !== AUTHOR)
  );
}

/** Whether the repository is paused after that deed: whoever writes may pause, and only an approver lets go. */
export function pausedAfter(
  { who, event, body, viaApp }: Deed,
  given: HostileCase,
  paused: boolean,
): boolean {
  if (who.bot || viaApp || event !== "created") return paused;
  if (body.startsWith("/sre pause") && RANK[who.role] >= RANK.write) return true;
  if (body.startsWith("/sre resume") && RANK[who.role] >= RANK[given.approver]) return false;
  return paused;
}

function forbidden(path: string, mode: string, { allow, deny }: HostileCase): boolean {
  if (mode !== "100644" && mode !== "100755") return true;
  if (!/^[\x20-\x7e]+$/.test(path) || /[\\:~]/.test(path) || path.startsWith("/")) return true;
  const parts = path.toLowerCase().split("/");
  if (
    parts.some((part) =>
      ["", ".", "..", ".git", ".github", "codeowners", ".gitmodules", ".sre-space.yml"].includes(part),
    )
  )
    return true;
  if (parts.at(-1) === "package-lock.json") return true;
  return deny.some((glob) => covers(glob, path)) || !allow.some((glob) => covers(glob, path));
}

/** The five globs that the cases use. */
function covers(glob: string, path: string): boolean {
  if (glob === "**") return true;
  if (glob === "**/*.yml") return path.endsWith(".yml");
  if (glob.endsWith("/**")) return path.startsWith(glob.slice(0, -2));
  return glob === path;
}

/**
 * What must not stand in anything that people or machines read, or null.
 * @param markdown whether GitHub reads it as Markdown, in which code neither calls, closes, nor loads anything
 */
export function whyUnspeakable(text: string, markdown: boolean): string | null {
  if (text.includes(SECRET) || text.includes(MAIL) || text.includes("hunter2secret")) return "a secret";
  if (/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/.test(text)) return "text that is turned around";
  const live = markdown
    ? text.replace(/^(`{3,})[^`\n]*\n[\s\S]*?\n\1$/gm, "").replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "")
    : text;
  if (/@everyone/.test(live)) return "a ping";
  if (/\b(?:fixes|closes) #\d/i.test(live)) return "a word that closes an issue";
  if (markdown && /<img|(?<!\\)!\[[^\]]*\]\(/.test(live)) return "an image";
  return null;
}
