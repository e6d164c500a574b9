// The walls of the house: which room may import which. test/walls.test.ts plants a violation of every rule here,
// sees it caught, and then looks at the tree.

/** Besides `contracts` and `safety`, which every room may import. */
const ROOMS = {
  config: [],
  edge: [],
  observe: [],
  orient: [],
  "decide/plan": [],
  "decide/judge": [],
  act: [],
  loop: ["config", "edge", "observe", "orient", "decide", "act"],
  report: [],
  publish: ["report"],
  housekeeping: ["config", "decide", "report", "publish", "replay"],
  replay: ["config", "edge", "observe", "orient", "decide", "act", "loop"],
  github: [],
  memory: [],
  bus: [],
  model: [],
  store: [],
  governor: [],
  instruments: [],
  monitor: ["report"],
  doctor: ["config", "edge", "github", "memory", "governor"],
  setup: ["config", "edge", "github"],
};

/** A package by name, wherever its files lie. */
const npm = (names) => `(?:^|node_modules/)(?:${names})(?:/|$)`;
const EVERY_PACKAGE = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"];

const rooms = Object.entries(ROOMS).map(([room, others]) => ({
  name: `${room}-room`,
  comment: `src/${room}/ imports contracts, safety${others.map((other) => `, ${other}`).join("")} and nothing else of src/.`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^src/", pathNot: `^src/(?:${[room, "contracts", "safety", ...others].join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    {
      name: "no-room-without-a-wall",
      comment:
        "A folder of src/ that is missing from ROOMS would be walled by nothing. action composes the rooms for one run, as " +
        "src/wire.ts does for the service; no room may import it.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: `^src/(?:contracts|safety|action|${Object.keys(ROOMS).join("|")})/` },
      to: {},
    },
    {
      name: "contracts-room",
      comment: "The nouns stand on nothing.",
      severity: "error",
      from: { path: "^src/contracts/" },
      to: { path: "^src/", pathNot: "^src/contracts/" },
    },
    {
      name: "contracts-zod-alone",
      comment: "Of packages and of Node itself, contracts import zod alone.",
      severity: "error",
      from: { path: "^src/contracts/" },
      to: { dependencyTypes: [...EVERY_PACKAGE, "core"], pathNot: npm("zod") },
    },
    {
      name: "safety-room",
      severity: "error",
      from: { path: "^src/safety/" },
      to: { path: "^src/", pathNot: "^src/(?:contracts|safety)/" },
    },
    {
      name: "judge-is-pure",
      comment: "No I/O, no clock of its own: paths are all that Guardrail needs of Node.",
      severity: "error",
      from: { path: "^src/(?:decide/judge|report)/" },
      to: { dependencyTypes: ["core"], pathNot: "^(?:node:)?path$" },
    },
    {
      name: "octokit-in-github-alone",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/github/" },
      to: { path: npm("octokit|probot|@octokit/(?!webhooks)[^/]+") },
    },
    {
      name: "octokit-webhooks-in-edge-alone",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/edge/" },
      to: { path: npm("@octokit/webhooks[^/]*") },
    },
    {
      name: "writer-in-act-alone",
      comment: "Fixer alone is handed a RepoWriter; github makes it and the loop carries it there.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: "^src/(?:act|github|loop|contracts)/" },
      to: { path: "^src/contracts/ports/repo-writer\\.ts$" },
    },
    {
      name: "reporter-in-publish-alone",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: "^src/(?:publish|github|contracts)/" },
      to: { path: "^src/contracts/ports/reporter\\.ts$" },
    },
    {
      name: "proposer-in-housekeeping-alone",
      comment: "What is proposed outside incidents, by a port that cannot merge.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: "^src/(?:housekeeping|github|contracts)/" },
      to: { path: "^src/contracts/ports/proposer\\.ts$" },
    },
    {
      name: "engine-knows-no-demo",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(?:marketplace-demo|test|bench)/" },
    },
    {
      name: "world-knows-no-engine",
      comment: "The world meets the engine as anybody would: by telemetry and GitHub.",
      severity: "error",
      from: { path: "^marketplace-demo/world/" },
      to: { path: "^(?:src|bench)/" },
    },
    {
      name: "shop-stands-alone",
      comment: "The shop is a company's own repository: it goes into the local GitHub as it is.",
      severity: "error",
      from: { path: "^marketplace-demo/shop/" },
      to: { pathNot: "^marketplace-demo/shop/", dependencyTypesNot: [...EVERY_PACKAGE, "core"] },
    },
    {
      name: "no-cycles",
      comment:
        "A warning here: swc does not tell a type import, which is erased, from another. The test does, and fails on the rest. " +
        "An OTLP value holds values, so its decoders are written in terms of each other.",
      severity: "warn",
      from: { path: "^(?:src|marketplace-demo)/", pathNot: "^src/edge/otlp/(?:json|protobuf)/" },
      to: { circular: true },
    },
    {
      name: "nothing-unresolved",
      comment: "What cannot be resolved cannot be judged.",
      severity: "error",
      from: { path: "^(?:src|marketplace-demo)/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // With TypeScript 7 the default parser finds no modules at all, and passes everything.
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    // What a run of the demo leaves behind.
    exclude: { path: "(?:^|/)\\.data/" },
    enhancedResolveOptions: { extensions: [".ts"], exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
