import { z } from "zod";
import { type Person, personDate } from "../git/objects.ts";
import { notFound, unprocessable } from "../http/errors.ts";
import { type Call, json, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { personOf, renderGitCommit } from "../render/commit.ts";
import { nodeId } from "../render/node-id.ts";
import { repositoryUrl } from "../render/repository.ts";

const SHA = /^[0-9a-f]{40}$/;
const read = needs("contents:read");
const write = needs("contents:write", "write");
const at = (rest: string) => `/repos/{owner}/{repo}/git/${rest}`;

const GivenPerson = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });

function asPerson(self: Person, given: z.infer<typeof GivenPerson> | undefined): Person | undefined {
  if (!given) return undefined;
  const time = given.date === undefined ? self.time : Math.floor(Date.parse(given.date) / 1000);
  if (!Number.isFinite(time)) throw unprocessable(`Invalid request.\n\nInvalid date: ${given.date}`);
  return { name: given.name, email: given.email, time, zone: "+0000" };
}

const NewCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: GivenPerson.optional(),
  committer: GivenPerson.optional(),
  signature: z.string().optional(),
});

const commits: Operation[] = [
  operation("GET", at("commits/{commit_sha}"), read, async (call) => {
    const sha = call.params.commit_sha!;
    const commit = SHA.test(sha) ? await call.repository.git.commit(sha) : null;
    if (!commit) throw notFound();
    return json(renderGitCommit(call.state, call.repository, commit));
  }),
  operation("POST", at("commits"), write, async (call) => {
    const body = readBody(call, NewCommit, "Commit");
    const { git } = call.repository;
    const tree = SHA.test(body.tree) ? await git.info(body.tree) : null;
    if (tree?.type !== "tree") throw unprocessable("Tree SHA does not exist");
    for (const parent of body.parents) {
      const info = SHA.test(parent) ? await git.info(parent) : null;
      if (info?.type !== "commit") throw unprocessable("Parent SHA does not exist or is not a commit object");
    }
    const self = personOf(call.state, call.sender);
    const author = asPerson(self, body.author) ?? self;
    const sha = await git.writeCommit({
      tree: body.tree,
      parents: body.parents,
      author,
      committer: asPerson(self, body.committer) ?? author,
      message: body.message,
    });
    const rendered = renderGitCommit(call.state, call.repository, (await git.commit(sha))!);
    return json(rendered, 201, { Location: rendered.url });
  }),
];

const blobs: Operation[] = [
  operation("GET", at("blobs/{file_sha}"), read, async (call) => {
    const sha = call.params.file_sha!;
    const blob = SHA.test(sha) ? await call.repository.git.object(sha) : null;
    if (blob?.type !== "blob") throw notFound();
    if (/application\/vnd\.github(\.v3)?\.raw/.test(call.accept))
      return {
        status: 200,
        raw: { type: "application/vnd.github.raw; charset=utf-8", content: blob.content },
      };
    return json({
      sha,
      node_id: nodeId("Blob", `${call.repository.id}:${sha}`),
      size: blob.content.length,
      url: `${repositoryUrl(call.state, call.repository)}/git/blobs/${sha}`,
      content: blob.content.toString("base64").replace(/.{1,60}/g, "$&\n"),
      encoding: "base64",
    });
  }),
  operation("POST", at("blobs"), write, async (call) => {
    const body = readBody(
      call,
      z.object({ content: z.string(), encoding: z.string().default("utf-8") }),
      "Blob",
    );
    if (!["utf-8", "base64"].includes(body.encoding)) throw unprocessable("Encoding must be utf-8 or base64");
    const sha = await call.repository.git.writeBlob(
      Buffer.from(body.content, body.encoding === "base64" ? "base64" : "utf8"),
    );
    const url = `${repositoryUrl(call.state, call.repository)}/git/blobs/${sha}`;
    return json({ url, sha }, 201, { Location: url });
  }),
];

const NewTag = z.object({
  tag: z.string(),
  message: z.string(),
  object: z.string(),
  type: z.enum(["commit", "tree", "blob"]),
  tagger: GivenPerson.optional(),
});

async function renderTag(call: Call, sha: string) {
  const tag = await call.repository.git.tag(sha);
  if (!tag) throw notFound();
  const url = repositoryUrl(call.state, call.repository);
  return {
    node_id: nodeId("Tag", `${call.repository.id}:${sha}`),
    tag: tag.tag,
    sha,
    url: `${url}/git/tags/${sha}`,
    message: tag.message,
    tagger: tag.tagger
      ? { name: tag.tagger.name, email: tag.tagger.email, date: personDate(tag.tagger) }
      : { name: "", email: "", date: "1970-01-01T00:00:00Z" },
    object: { sha: tag.object, type: tag.type, url: `${url}/git/${tag.type}s/${tag.object}` },
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

const tags: Operation[] = [
  operation("GET", at("tags/{tag_sha}"), read, async (call) => {
    if (!SHA.test(call.params.tag_sha!)) throw notFound();
    return json(await renderTag(call, call.params.tag_sha!));
  }),
  operation("POST", at("tags"), write, async (call) => {
    const body = readBody(call, NewTag, "Tag");
    const target = SHA.test(body.object) ? await call.repository.git.info(body.object) : null;
    if (target?.type !== body.type) throw unprocessable("Object does not exist or is of another type");
    const self = personOf(call.state, call.sender);
    const sha = await call.repository.git.writeTag({ ...body, tagger: asPerson(self, body.tagger) ?? self });
    return json(await renderTag(call, sha), 201);
  }),
];

/** Commits, blobs and tags as git data: https://docs.github.com/rest/git */
export const gitObjects: Operation[] = [...commits, ...blobs, ...tags];
