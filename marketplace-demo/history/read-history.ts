import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";

const Commit = z.strictObject({
  author: z.string(),
  date: z.iso.datetime({ offset: true }),
  message: z.string().min(1),
  files: z.array(z.string()).default([]),
  patch: z.string().optional(),
});

const History = z.strictObject({
  people: z.record(z.string(), z.strictObject({ name: z.string(), email: z.string() })),
  commits: z.array(Commit).min(1),
});

export type History = z.infer<typeof History>;
export type HistoryCommit = z.infer<typeof Commit>;

/** What `history.yml` says. @throws with the field that is wrong. */
export async function readHistory(file: string): Promise<History> {
  const parsed = History.safeParse(parse(await readFile(file, "utf8")));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  for (const { author, message } of parsed.data.commits) {
    if (!parsed.data.people[author])
      throw new Error(`${file}: "${message}" is by ${author}, who is not in people.`);
  }
  return parsed.data;
}
