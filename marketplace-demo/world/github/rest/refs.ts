import { z } from "zod";
import { ZERO } from "../git/git.ts";
import { moveRef } from "../git/move-ref.ts";
import { validRefName } from "../git/valid-ref-name.ts";
import { notFound, unprocessable } from "../http/errors.ts";
import { type Call, empty, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { nodeId } from "../render/node-id.ts";
import { repositoryUrl } from "../render/repository.ts";
import { checkPush } from "../rules/check-push.ts";

const SHA = /^[0-9a-f]{40}$/;
const read = needs("contents:read");
const write = needs("contents:write", "write");
const at = (rest: string) => `/repos/{owner}/{repo}/git/${rest}`;

function renderRef(call: Call, ref: { name: string; sha: string; type: string }) {
  const url = repositoryUrl(call.state, call.repository);
  return {
    ref: ref.name,
    node_id: nodeId("Ref", `${call.repository.id}:${ref.name}`),
    url: `${url}/git/${ref.name}`,
    object: { sha: ref.sha, type: ref.type, url: `${url}/git/${ref.type}s/${ref.sha}` },
  };
}

async function findRef(call: Call, name: string) {
  const full = `refs/${name.replace(/^refs\//, "")}`;
  const sha = await call.repository.git.ref(full);
  if (!sha) return null;
  const info = await call.repository.git.info(sha);
  return { name: full, sha, type: info!.type };
}

/** https://docs.github.com/rest/git/refs */
export const refs: Operation[] = [
  operation("GET", at("ref/{ref}"), read, async (call) => {
    const ref = await findRef(call, call.params.ref!);
    if (!ref) throw notFound();
    return json(renderRef(call, ref));
  }),
  operation("GET", at("matching-refs/{ref}"), read, async (call) => {
    const prefix = `refs/${call.params.ref ?? ""}`;
    const all = await call.repository.git.refs("refs/");
    const shown = all.filter((ref) => /^refs\/(heads|tags|pull)\//.test(ref.name));
    return list(shown.filter((ref) => ref.name.startsWith(prefix)).map((ref) => renderRef(call, ref)));
  }),
  operation("POST", at("refs"), write, async (call) => {
    const body = readBody(call, z.object({ ref: z.string(), sha: z.string() }), "Reference");
    if (!/^refs\/[^/]+\/.+/.test(body.ref) || !validRefName(body.ref))
      throw unprocessable("Reference name must start with 'refs/' and contain at least two slashes.");
    if (!SHA.test(body.sha))
      throw unprocessable("The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
    const object = await call.repository.git.info(body.sha);
    if (!object || (body.ref.startsWith("refs/heads/") && object.type !== "commit"))
      throw unprocessable("Object does not exist");
    if (await call.repository.git.ref(body.ref)) throw unprocessable("Reference already exists");
    if (call.repository.protection.get(body.ref.slice(11))?.blockCreations)
      throw unprocessable("Reference update failed");
    if (!(await moveRef(call.state, call.repository, body.ref, ZERO, body.sha, call)))
      throw unprocessable("Reference update failed");
    const made = { name: body.ref, sha: body.sha, type: object.type };
    return json(renderRef(call, made), 201, { Location: renderRef(call, made).url });
  }),
  operation("PATCH", at("refs/{ref}"), write, async (call) => {
    const body = readBody(
      call,
      z.object({ sha: z.string(), force: z.boolean().default(false) }),
      "Reference",
    );
    const ref = await findRef(call, call.params.ref!);
    if (!ref) throw unprocessable("Reference does not exist");
    const object = SHA.test(body.sha) ? await call.repository.git.info(body.sha) : null;
    if (!object) throw unprocessable("Object does not exist");
    const fastForward = await call.repository.git.isAncestor(ref.sha, body.sha);
    if (!body.force && !fastForward) throw unprocessable("Update is not a fast forward");
    const files = await call.repository.git.diff(ref.sha, body.sha);
    checkPush(
      call,
      { ref: ref.name, before: ref.sha, after: body.sha, fastForward },
      files.map((file) => file.path),
    );
    if (!(await moveRef(call.state, call.repository, ref.name, ref.sha, body.sha, call)))
      throw unprocessable("Reference cannot be updated");
    return json(renderRef(call, { ...ref, sha: body.sha, type: object.type }));
  }),
  operation("DELETE", at("refs/{ref}"), write, async (call) => {
    const ref = await findRef(call, call.params.ref!);
    if (!ref) throw unprocessable("Reference does not exist");
    if (ref.name === `refs/heads/${call.repository.defaultBranch}`)
      throw unprocessable("Cannot delete the default branch");
    checkPush(call, { ref: ref.name, before: ref.sha, after: ZERO, fastForward: true }, []);
    if (!(await moveRef(call.state, call.repository, ref.name, ref.sha, ZERO, call)))
      throw unprocessable("Reference cannot be updated");
    return empty();
  }),
];
