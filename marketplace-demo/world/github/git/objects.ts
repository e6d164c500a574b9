/** Reading and writing git's own object formats; see gitformat(5) and "Git Objects" in Pro Git. */

export type Person = {
  name: string;
  email: string /** Seconds since the epoch. */;
  time: number;
  zone: string;
};

export type Commit = {
  sha: string;
  tree: string;
  parents: string[];
  author: Person;
  committer: Person;
  message: string;
  signature: string | null;
};

export type TreeEntry = { mode: string; path: string; sha: string };

export type Tag = {
  sha: string;
  object: string;
  type: string;
  tag: string;
  tagger: Person | null;
  message: string;
};

function parsePerson(text: string): Person {
  const match = /^(.*?) ?<([^>]*)> (-?\d+) ([+-]\d{4})$/.exec(text);
  if (!match) return { name: text, email: "", time: 0, zone: "+0000" };
  return { name: match[1]!, email: match[2]!, time: Number(match[3]), zone: match[4]! };
}

function parseHeaders(content: Buffer): { headers: [string, string][]; message: string } {
  const text = content.toString("utf8");
  const end = text.indexOf("\n\n");
  const head = end < 0 ? text : text.slice(0, end);
  const headers: [string, string][] = [];
  for (const line of head.split("\n")) {
    if (line.startsWith(" ") && headers.length) headers.at(-1)![1] += `\n${line.slice(1)}`;
    else {
      const space = line.indexOf(" ");
      headers.push([line.slice(0, space), line.slice(space + 1)]);
    }
  }
  return { headers, message: end < 0 ? "" : text.slice(end + 2) };
}

export function parseCommit(sha: string, content: Buffer): Commit {
  const { headers, message } = parseHeaders(content);
  const first = (name: string) => headers.find(([key]) => key === name)?.[1];
  return {
    sha,
    tree: first("tree") ?? "",
    parents: headers.filter(([key]) => key === "parent").map(([, value]) => value),
    author: parsePerson(first("author") ?? ""),
    committer: parsePerson(first("committer") ?? ""),
    // GitHub shows messages without the line break that ends them.
    message: message.replace(/\n+$/, ""),
    signature: first("gpgsig") ?? null,
  };
}

export function parseTag(sha: string, content: Buffer): Tag {
  const { headers, message } = parseHeaders(content);
  const first = (name: string) => headers.find(([key]) => key === name)?.[1];
  const tagger = first("tagger");
  return {
    sha,
    object: first("object") ?? "",
    type: first("type") ?? "commit",
    tag: first("tag") ?? "",
    tagger: tagger === undefined ? null : parsePerson(tagger),
    message: message.replace(/\n+$/, ""),
  };
}

export function parseTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(32, at);
    const nul = content.indexOf(0, space);
    entries.push({
      mode: content.subarray(at, space).toString().padStart(6, "0"),
      path: content.subarray(space + 1, nul).toString(),
      sha: content.subarray(nul + 1, nul + 21).toString("hex"),
    });
    at = nul + 21;
  }
  return entries;
}

function formatPerson(person: Person): string {
  // Angle brackets and line breaks would forge header lines; git itself drops them.
  const clean = (text: string) => text.replace(/[<>\n\0]/g, "").trim();
  return `${clean(person.name)} <${clean(person.email)}> ${person.time} ${person.zone}`;
}

export function formatCommit(commit: Omit<Commit, "sha" | "signature">): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatPerson(commit.author)}`,
    `committer ${formatPerson(commit.committer)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${commit.message}`);
}

export function formatTag(tag: Omit<Tag, "sha">): Buffer {
  const lines = [`object ${tag.object}`, `type ${tag.type}`, `tag ${tag.tag}`];
  if (tag.tagger) lines.push(`tagger ${formatPerson(tag.tagger)}`);
  return Buffer.from(`${lines.join("\n")}\n\n${tag.message}\n`);
}

export function formatTree(entries: TreeEntry[]): Buffer {
  // Directories sort as if their name ended in a slash.
  const key = (entry: TreeEntry) => Buffer.from(entry.mode === "040000" ? `${entry.path}/` : entry.path);
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
  return Buffer.concat(
    sorted.map((entry) =>
      Buffer.concat([
        Buffer.from(`${entry.mode.replace(/^0/, "")} ${entry.path}\0`),
        Buffer.from(entry.sha, "hex"),
      ]),
    ),
  );
}

/** A person's moment as ISO-8601 in UTC, whole seconds. */
export function personDate(person: Person): string {
  return `${new Date(person.time * 1000).toISOString().slice(0, 19)}Z`;
}
