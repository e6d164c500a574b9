import { commitFiles, openWorld, SHOP, type TestWorld } from "../world.ts";

/** What would run, were it taken for markup. Each payload leaves `pwned` behind it. */
export const SCRIPT = `<script>globalThis.pwned=1</script><img src=x onerror="globalThis.pwned=2"><svg onload=globalThis.pwned=3></svg>`;

const BODY = `<!-- sre-space:incident {"id":"hidden"} -->
Before ${SCRIPT} <style>body{display:none}</style> <iframe src="javascript:parent.pwned=4"></iframe>
[click](javascript:globalThis.pwned=5) <a href="JaVaScRiPt:globalThis.pwned=6" onclick="globalThis.pwned=7" id=x class=y style="position:fixed">raw</a>
<form action="/x"><input type=text value=a autofocus onfocus="globalThis.pwned=8"><button>b</button></form>
<math><mi xlink:href="data:x,<script>globalThis.pwned=9</script>"></mi></math>

![far](http://far.test/pixel.png) &lt;b&gt;

| A | B |
| :-: | --: |
| 1 | ${"long".repeat(60)} |

- [x] done
- [ ] open

<details><summary>More</summary>

**inside**

</details>

\`\`\`js
const a = "<script>" + #2;
\`\`\`

\`\`\`mermaid
gantt
  dateFormat x
  axisFormat %L ms
  section shop
    buy :crit, s0, 0, 120
    <img src=x onerror=globalThis.pwned=10> :s1, 10, 20
\`\`\`

\`\`\`mermaid
%%{init: {"securityLevel": "loose", "themeCSS": "* { display: none }"}}%%
flowchart TD
  a["<img src=x onerror=globalThis.pwned=11>"] --> b
  click a href "javascript:globalThis.pwned=12"
  click b call alert()
\`\`\`

\`\`\`mermaid
no diagram at all
\`\`\`
`;

export type Seeded = TestWorld & {
  url: string;
  /** The commit whose third line is the suspect, and the head of the pull request. */
  suspect: string;
  head: string;
  issue: number;
  pull: number;
  run: number;
  branch: string;
  file: string;
};

/** A GitHub in which everything that people may write is hostile. */
export async function seeded(): Promise<Seeded> {
  const world = await openWorld();
  const { bot, github } = world;
  const ann = world.clientOf(world.ann.token);
  const file = `docs/<img src=x onerror=globalThis.pwned=20>#?%41.md`;
  const branch = `fix/<img/src=x/onerror=globalThis.pwned=30>"'&`;
  await commitFiles(ann, "main", {
    "src/price.js": "one\ntwo\nthree\nfour\n",
    "src/other.js": "line\n".repeat(3),
    "README.md": `# Shop & co\n\n[guide](docs/guide.md#part) ![logo](art/logo.png) [back](/src/price.js)\n\n${BODY}`,
    "docs/guide.md": "[up](../README.md)\n",
    [file]: `${SCRIPT}\n\n[next](guide.md)\n`,
  });
  const suspect = await commitFiles(
    ann,
    "main",
    { "src/price.js": `one\ntwo\n${SCRIPT}\nfour\n`, "bin.dat": "\0\0" },
    { message: `${SCRIPT} subject\n\nBody ${SCRIPT} for #1, @ann and nobody: @nobody #999` },
  );
  await bot.rest.issues.createLabel({ ...SHOP, name: `"><script>pwned=40</script>`, color: "0e8a16" });
  const { data: first } = await ann.rest.issues.create({ ...SHOP, title: "First", body: "plain" });
  const { data: issue } = await bot.rest.issues.create({
    ...SHOP,
    title: `Down ${SCRIPT} \`quotes\``,
    body: `${BODY}\n\nSee #${first.number}, \\#${first.number}, #999, @ann, @nobody, a@ann.test and ${suspect}.`,
    labels: [`"><script>pwned=40</script>`],
  });
  const head = await commitFiles(
    bot,
    branch,
    { "src/price.js": "one\ntwo\nthree\nfour\n" },
    { from: "main" },
  );
  const { data: pull } = await bot.rest.pulls.create({
    ...SHOP,
    head: branch,
    base: "main",
    title: `Revert ${SCRIPT}`,
    body: `Fixes #${issue.number}. ${SCRIPT}`,
    draft: true,
  });
  const { data: run } = await bot.rest.checks.create({
    ...SHOP,
    name: `check ${SCRIPT}`,
    head_sha: suspect,
    status: "completed",
    conclusion: "failure",
    details_url: "https://details.test/",
    output: {
      title: `title ${SCRIPT}`,
      summary: `summary ${SCRIPT}`,
      text: "> text",
      annotations: [
        {
          path: "src/price.js",
          start_line: 3,
          end_line: 3,
          annotation_level: "warning",
          title: `here ${SCRIPT}`,
          message: `because ${SCRIPT}`,
        },
        {
          path: "src/price.js",
          start_line: 99,
          end_line: 99,
          annotation_level: "notice",
          message: "outside of the diff",
        },
      ],
    },
  });
  await ann.rest.issues.createComment({ ...SHOP, issue_number: issue.number, body: `${BODY}\nof a comment` });
  await ann.rest.pulls.createReview({ ...SHOP, pull_number: pull.number, event: "COMMENT", body: SCRIPT });
  await ann.rest.repos.createCommitStatus({
    ...SHOP,
    sha: head,
    state: "pending",
    context: `status ${SCRIPT}`,
    description: SCRIPT.slice(0, 100),
    target_url: "https://status.test/",
  });
  const { data: deployment } = await bot.rest.repos.createDeployment({
    ...SHOP,
    ref: suspect,
    environment: `prod ${SCRIPT}`,
    description: SCRIPT.slice(0, 140),
    auto_merge: false,
    required_contexts: [],
  });
  if ("id" in deployment)
    await bot.rest.repos.createDeploymentStatus({
      ...SHOP,
      deployment_id: deployment.id,
      state: "failure",
      description: SCRIPT.slice(0, 140),
    });
  await ann.rest.issues.update({
    ...SHOP,
    issue_number: issue.number,
    state: "closed",
    state_reason: "not_planned",
  });
  return {
    ...world,
    url: github.webUrl,
    suspect,
    head,
    issue: issue.number,
    pull: pull.number,
    run: run.id,
    branch,
    file,
  };
}

const encode = (path: string) => path.split("/").map(encodeURIComponent).join("/");

/** The address of every kind of page, with the hostile names in them. */
export function everyPage({ suspect, issue, pull, run, branch, file }: Seeded): string[] {
  const home = "/acme/shop";
  const one = `${home}/pull/${pull}`;
  return [
    "/",
    "/acme",
    home,
    `${home}/issues`,
    `${home}/issues/${issue}`,
    `${home}/pulls`,
    ...[one, `${one}/commits`, `${one}/checks`, `${one}/files`],
    `${home}/commit/${suspect}`,
    ...[`${home}/commits/main`, `${home}/commits/${encode(branch)}`],
    `${home}/compare/main...${encode(branch)}`,
    ...[`${home}/blob/main/${encode(file)}`, `${home}/blob/main/${encode(file)}?plain=1`],
    ...[`${home}/blob/${suspect}/src/price.js`, `${home}/blob/${encode(branch)}/src/price.js`],
    ...[`${home}/tree/main/docs`, `${home}/tree/${encode(branch)}`],
    `${home}/runs/${run}`,
    `${home}/deployments`,
  ];
}
