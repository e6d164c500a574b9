import { createHash } from "node:crypto";
import fc from "fast-check";
import { Window } from "happy-dom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { markdown } from "../../../../marketplace-demo/world/github/pages/markdown.ts";
import { commitFiles, SHOP } from "../world.ts";
import { everyPage, SCRIPT, type Seeded, seeded } from "./seeded.ts";

let world: Seeded;
const window = new Window({
  settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true },
});
beforeAll(async () => {
  world = await seeded();
});
afterAll(async () => {
  await world?.close();
  await window.happyDOM.close();
});

const dom = (markup: string) => new window.DOMParser().parseFromString(markup, "text/html");

async function get(path: string) {
  const response = await fetch(world.url + path);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, document: dom(text) };
}

/** Elements and attributes that could run or load something, besides the pages' own. */
function dangers(document: ReturnType<typeof dom>): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.tagName.toLowerCase();
    const src = element.getAttribute("src") ?? "";
    if (["iframe", "object", "embed", "form", "button", "svg", "math", "style", "base"].includes(tag))
      found.push(tag);
    if (tag === "script" && !["/assets/mermaid.min.js", "/assets/diagrams.js"].includes(src))
      found.push(`script ${src}`);
    if (tag === "input" && element.getAttribute("type") !== "checkbox") found.push("input");
    if (tag === "img" && !/^\/[^/]/.test(src) && src !== "x") found.push(`img ${src}`);
    for (const { name, value: given } of element.attributes) {
      const value = given ?? "";
      if (/^on/i.test(name)) found.push(`${tag} ${name}`);
      if (["href", "src"].includes(name) && /^\s*(?:javascript|data|vbscript):/i.test(value))
        found.push(value);
      if (name === "style" && !/^background:#[\da-f]{6};color:#[\da-f]{6}$/.test(value))
        found.push(`style ${value}`);
    }
  }
  return found;
}

test("every page answers, hostile words and names in it are text, and nothing but our own scripts may run", async () => {
  for (const path of everyPage(world)) {
    const { status, headers, text, document } = await get(path);
    expect([path, status, headers.get("content-type")]).toEqual([path, 200, "text/html; charset=UTF-8"]);
    expect([path, dangers(document)]).toEqual([path, []]);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self';");
    expect(text).not.toContain("sre-space:incident");
  }
});

test("what a title, a commit, a label and a file hold is shown to the letter", async () => {
  const at = async (path: string, selector: string) =>
    (await get(path)).document.querySelector(selector)?.textContent;
  const home = "/acme/shop";
  expect(await at(`${home}/issues/${world.issue}`, "h1")).toBe(`Down ${SCRIPT} quotes #${world.issue}`);
  expect(await at(`${home}/issues/${world.issue}`, ".label")).toBe(`"><script>pwned=40</script>`);
  expect(await at(`${home}/commit/${world.suspect}`, "h1")).toBe(`${SCRIPT} subject`);
  expect(await at(`${home}/blob/${world.suspect}/src/price.js`, "#L3 td:last-child")).toBe(SCRIPT);
  expect(await at(`${home}/pull/${world.pull}`, ".about .ref:last-of-type")).toBe(world.branch);
});

test("an issue says its state, its labels, and who closed and who mentioned it", async () => {
  const { document } = await get(`/acme/shop/issues/${world.issue}`);
  expect(document.querySelector(".state")?.textContent).toBe("Not planned");
  expect(document.querySelector(".label")?.getAttribute("style")).toContain("background:#0e8a16");
  const events = [...document.querySelectorAll(".event")].map((one) => one.textContent.replace(/\s+/g, " "));
  expect(events).toEqual([
    expect.stringMatching(/sre-space bot opened a pull request that closes this: .*Revert/),
    expect.stringMatching(/ann closed this as not planned \d+ \w+ \d{4}, \d\d:\d\d:\d\d UTC/),
  ]);
  expect(document.querySelectorAll(".post")).toHaveLength(2);
  const first = await get("/acme/shop/issues/1");
  expect(first.document.querySelector(".event a[href*='/commit/']")?.getAttribute("href")).toBe(
    `/acme/shop/commit/${world.suspect}`,
  );
});

test("references to what is there are links, in rendered text only; to what is not, they are text", async () => {
  const { document } = await get(`/acme/shop/issues/${world.issue}`);
  const last = [...document.querySelectorAll(".post")][0]!.querySelector(".markdown > p:last-of-type")!;
  expect([...last.querySelectorAll("a")].map((a) => [a.getAttribute("href"), a.textContent])).toEqual([
    ["/acme/shop/issues/1", "#1"],
    ["/acme/shop/issues/1", "#1"],
    ["/ann", "@ann"],
    ["mailto:a@ann.test", "a@ann.test"],
    [`/acme/shop/commit/${world.suspect}`, world.suspect.slice(0, 7)],
  ]);
  expect(document.querySelector("pre a")).toBeNull();
  const commit = await get(`/acme/shop/commit/${world.suspect}`);
  expect([...commit.document.querySelectorAll("pre.message a")].map((a) => a.getAttribute("href"))).toEqual([
    "/acme/shop/issues/1",
    "/ann",
  ]);
});

test("GitHub's Markdown stays: tables, tasks, details, code; pictures of other hosts are links", async () => {
  const { document } = await get(`/acme/shop/issues/${world.issue}`);
  const body = document.querySelector(".post .markdown")!;
  expect(body.querySelector(".scroll td[align=center]")?.textContent).toBe("1");
  expect(body.querySelectorAll("input[type=checkbox][disabled]")).toHaveLength(2);
  expect(body.querySelectorAll("input[checked]")).toHaveLength(1);
  expect(body.querySelector("details summary")?.textContent).toBe("More");
  expect(body.querySelector("details strong")?.textContent).toBe("inside");
  expect(body.querySelector("a[href='http://far.test/pixel.png']")?.textContent).toBe("far");
  expect(body.querySelector("pre:not(.diagram) code")?.textContent).toContain('"<script>" + #2');
  expect(body.querySelectorAll("pre.diagram")).toHaveLength(3);
});

test("script is sent only where a page has a diagram, and mermaid comes from here", async () => {
  expect((await get("/acme/shop/issues/1")).document.querySelector("script")).toBeNull();
  const asked = await get(`/acme/shop/issues/${world.issue}`);
  expect(asked.document.querySelectorAll("script")).toHaveLength(2);
  const bundle = await fetch(`${world.url}/assets/mermaid.min.js`);
  expect(bundle.headers.get("content-type")).toContain("text/javascript");
  expect((await bundle.text()).length).toBeGreaterThan(1_000_000);
});

test("links in a file lead to the file beside it, at the same revision", async () => {
  const href = async (path: string, text: string) =>
    [...(await get(path)).document.querySelectorAll(".markdown a")]
      .find((a) => a.textContent === text)
      ?.getAttribute("href");
  expect(await href("/acme/shop", "guide")).toBe("/acme/shop/blob/main/docs/guide.md#part");
  expect(await href("/acme/shop", "back")).toBe("/acme/shop/blob/main/src/price.js");
  expect(await href(`/acme/shop/blob/${world.suspect}/docs/guide.md`, "up")).toBe(
    `/acme/shop/blob/${world.suspect}/README.md`,
  );
  const { document } = await get("/acme/shop");
  expect(document.querySelector(".markdown img[alt=logo]")?.getAttribute("src")).toBe(
    "/acme/shop/raw/main/art/logo.png",
  );
  expect(document.querySelector(".markdown h1")?.id).toBe("user-content-shop--co");
});

test("a commit's diff has GitHub's line anchors, and annotations beneath their lines", async () => {
  const { document } = await get(`/acme/shop/commit/${world.suspect}`);
  const file = `diff-${createHash("sha256").update("src/price.js").digest("hex")}`;
  const added = document.getElementById(`${file}R3`)!.closest("tr")!;
  expect([added.getAttribute("data-line"), added.querySelector("td:last-child")?.textContent]).toEqual([
    "added",
    SCRIPT,
  ]);
  const removed = document.getElementById(`${file}L3`)!.closest("tr")!;
  expect([removed.getAttribute("data-line"), removed.querySelector("td:last-child")?.textContent]).toEqual([
    "removed",
    "three",
  ]);
  const note = added.nextElementSibling!;
  expect(note.querySelector(".message")?.textContent).toBe(`because ${SCRIPT}`);
  expect(note.querySelector("a")?.getAttribute("href")).toBe(
    `/acme/shop/blob/${world.suspect}/src/price.js#L3`,
  );
  expect(document.getElementById(file)!.textContent).toContain("outside of the diff");
  expect(document.body.textContent).toContain("Binary, empty, or too large to show.");
});

test("a pull request shows state, checks, commits and its change; REST's html_url of each thing leads to a page", async () => {
  const { document } = await get(`/acme/shop/pull/${world.pull}`);
  expect(document.querySelector(".state")?.textContent).toBe("Draft");
  expect(document.querySelector(".standing")?.textContent).toBe("This is a draft.");
  expect(document.querySelector("#checks .sign")?.getAttribute("aria-label")).toBe("pending");
  expect(document.querySelector(".tabs")?.textContent.replace(/\s+/g, " ")).toBe(
    "ConversationCommits 1Checks 1Files changed 1",
  );
  const files = await get(`/acme/shop/pull/${world.pull}/files`);
  expect(files.document.querySelector("[data-line=added] td:last-child")?.textContent).toBe("three");
  const { bot } = world;
  const pages = [
    (await bot.rest.pulls.get({ ...SHOP, pull_number: world.pull })).data.html_url,
    (await bot.rest.issues.get({ ...SHOP, issue_number: world.issue })).data.html_url,
    (await bot.rest.checks.get({ ...SHOP, check_run_id: world.run })).data.html_url!,
    (await bot.rest.repos.getCommit({ ...SHOP, ref: world.suspect })).data.html_url,
    (await bot.rest.repos.getCommit({ ...SHOP, ref: world.suspect })).data.files![0]!.blob_url!,
    ((await bot.rest.repos.getContent({ ...SHOP, path: world.file })).data as { html_url: string }).html_url,
  ];
  for (const page of pages) expect([page, (await fetch(page)).status]).toEqual([page, 200]);
  const comments = await bot.rest.issues.listComments({ ...SHOP, issue_number: world.issue });
  const { hash } = new URL(comments.data[0]!.html_url);
  expect((await get(`/acme/shop/issues/${world.issue}`)).document.querySelector(hash)?.textContent).toContain(
    "of a comment",
  );
});

test("a file as it is comes as text that no browser runs", async () => {
  const { headers, text } = await get(`/acme/shop/raw/${world.suspect}/src/price.js`);
  expect(text).toBe(`one\ntwo\n${SCRIPT}\nfour\n`);
  expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test("a private repository is shown, an empty one too", async () => {
  await world.github.createRepository({ owner: "acme", name: "vault", private: true });
  const { status, document } = await get("/acme/vault");
  expect([status, document.querySelector(".top .tag")?.textContent]).toEqual([200, "private"]);
  for (const page of ["issues", "pulls", "deployments"])
    expect((await get(`/acme/vault/${page}`)).status).toBe(200);
});

test("what is not there is a page that says so, with the address as text", async () => {
  const home = "/acme/shop";
  for (const path of [
    "/nobody",
    "/acme/nothing",
    "/acme/shop/issues/999",
    `${home}/pull/999/files`,
    `${home}/issues/1e0`,
    `${home}/commit/${"0".repeat(40)}`,
    `${home}/commit/main%5E%7Btree%7D`,
    `${home}/commit/--all`,
    `${home}/commits/nowhere`,
    `${home}/blob/main`,
    `${home}/blob/main/src`,
    `${home}/blob/main/src/price.js/more`,
    `${home}/blob/main/..%2F..%2Fetc%2Fpasswd`,
    `${home}/blob/main/%FF`,
    `${home}/tree/main/src/price.js`,
    `${home}/raw/main/nothing`,
    `${home}/compare/main`,
    `${home}/runs/1`,
    `${home}/%3Cimg%20src=x%20onerror=alert(1)%3E`,
  ]) {
    const { status, headers, document } = await get(path);
    expect([path, status, headers.get("content-type")]).toEqual([path, 404, "text/html; charset=UTF-8"]);
    expect(dangers(document)).toEqual([]);
    expect(document.querySelector("main code")?.textContent).toBe(path);
  }
});

test("an issue's address leads to the pull request of that number, and back", async () => {
  const to = async (path: string) =>
    (await fetch(world.url + path, { redirect: "manual" })).headers.get("location");
  expect(await to(`/acme/shop/issues/${world.pull}`)).toBe(`/acme/shop/pull/${world.pull}`);
  expect(await to("/acme/shop/pull/1")).toBe("/acme/shop/issues/1");
});

test("a body that is nested without end is shown as it was written", async () => {
  const ann = world.clientOf(world.ann.token);
  const { data } = await ann.rest.issues.create({ ...SHOP, title: "deep", body: ">".repeat(60_000) });
  const { status, document } = await get(`/acme/shop/issues/${data.number}`);
  expect([status, document.querySelector(".markdown pre")?.textContent.length]).toEqual([200, 60_000]);
});

test("a pull request that was merged says where it was deployed", async () => {
  const { bot } = world;
  const head = await commitFiles(bot, "clean", { "clean.txt": "1\n" }, { from: "main" });
  const { data: pull } = await bot.rest.pulls.create({
    ...SHOP,
    head: "clean",
    base: "main",
    title: "clean",
  });
  const { data: merged } = await bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number, sha: head });
  const environment = { environment: "production", auto_merge: false, required_contexts: [] };
  const { data } = await bot.rest.repos.createDeployment({ ...SHOP, ref: merged.sha, ...environment });
  const deployment_id = (data as { id: number }).id;
  await bot.rest.repos.createDeploymentStatus({ ...SHOP, deployment_id, state: "success" });
  const { document } = await get(`/acme/shop/pull/${pull.number}`);
  expect(document.querySelector(".state")?.textContent).toBe("Merged");
  const events = [...document.querySelectorAll(".event")].map((one) => one.textContent.replace(/\s+/g, " "));
  const short = merged.sha.slice(0, 7);
  expect(events).toEqual([
    expect.stringContaining(`merged ${short} into main`),
    expect.stringContaining(`deployed ${short} to production success`),
  ]);
});

describe("Markdown of anybody", () => {
  const tags = [
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<a href=javascript:pwned() onclick=pwned()>",
    "[a](javascript:pwned())",
    "<details ontoggle=pwned() open>",
    "<style>*{}</style>",
    "<iframe src=data:text/html,x>",
    "![a](//far.test/x)",
  ];
  const marks =
    "< > \" ' & ` ``` ~~~ [ ] ( ) ! # * _ | \\ / = : javascript: onerror= <!-- --> ]]> &lt; &#60; &#x6a; &colon; \n \t #1 @ann mermaid";
  const word = fc.constantFrom(...tags, ...marks.split(" "), " ", "\0");
  test("becomes HTML that runs and loads nothing", async () => {
    const repository = world.github.state.repositories.get("acme/shop")!;
    const view = { state: world.github.state, repository };
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 40, size: "max" }), async (words) => {
        for (const place of [{ kind: "comment" }, { kind: "file", ref: "main", path: "a/b.md" }] as const) {
          const document = dom(`${await markdown(words.join(""), view, place)}`);
          const found = dangers(document).filter((danger) => !/^img (?!\w+:|\/\/)/.test(danger));
          expect(found).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
