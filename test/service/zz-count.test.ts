import { it } from "vitest";
import { baseline } from "./baseline.ts";
import { startClosedLoop } from "./closed-loop.ts";
it("counts", async () => {
  const loop = await startClosedLoop();
  try {
    await loop.start();
    await baseline(loop);
    const before = loop.github.journal().filter((one) => one.write && one.kind === "installation").length;
    console.log("before", before);
    await loop.breakIt();
    for (let i = 0; i < 1200; i++) {
      await new Promise((r) => setTimeout(r, 200));
      const all = await loop.incidents();
      if (all.length > 0 && all.every((one) => one.closed)) break;
    }
    await new Promise((r) => setTimeout(r, 3000));
    const t0 = Date.now();
    console.log(loop.github.journal().filter((one) => one.write && one.kind === "installation").map((one) => `${one.at} ${one.method} ${one.path} ${one.status}`).join("\n"));
    const [incident] = await loop.incidents();
    console.log(JSON.stringify({writes: incident?.writes, closed: incident?.closed, onset: incident?.anomaly.onset, detected: incident?.anomaly.detectedAt, needs: incident?.needsHuman}));
    const repository = loop.github.state.repositories.get("acme/marketplace");
    for (const issue of repository!.issues.values()) { console.log(issue.title, issue.labels.map((l) => l.name)); console.log(issue.body); }
    for (const c of repository!.comments.values()) console.log(c.body);
    console.log([...repository!.labels.values()].map((l) => `${l.name} ${l.color}`));
  } finally {
    await loop.stop();
  }
}, 300_000);
