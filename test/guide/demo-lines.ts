/**
 * Lines of pages that run the demo to its end, each in worlds of its own. They take one to forty minutes, so that what takes
 * longer than two is typed as it is printed by night (.github/workflows/nightly.yml), and by every run in a shorter form.
 */
export const DEMO_LINES: readonly { printed: string; short: string }[] = [
  {
    printed: "npm run demo -- --once --fault quotes-500",
    short: "npm run demo -- --once --fault quotes-500",
  },
  {
    printed: "npm run demo -- --once --intake alerts",
    short: "npm run demo -- --once --intake alerts --fault quotes-500",
  },
  { printed: "npm run demo -- --once --healthy 120", short: "npm run demo -- --once --healthy 15" },
  { printed: "npm run demo -- --once --healthy 300", short: "npm run demo -- --once --healthy 15" },
  // One fault in the place of three, and of all.
  { printed: "npm run demo -- --once", short: "npm run demo -- --once --fault quotes-500" },
  { printed: "npm run demo -- --once --all", short: "npm run demo -- --once --fault quotes-500" },
];

/** Set by who has the time: what is printed is typed, and nothing shorter. */
export const AS_PRINTED = process.env.SRE_AS_PRINTED === "on";
