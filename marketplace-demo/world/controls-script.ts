import { createHash } from "node:crypto";

/**
 * Keeps what is under way fresh without touching the forms below it. Without a script the page loads itself again while
 * something is under way.
 */
export const CONTROLS_SCRIPT = `
const parts = ["now", "log"];
async function refresh() {
  const answer = await fetch("/controls", { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of parts) {
    const here = document.getElementById(id);
    const there = fresh.getElementById(id);
    if (!there || here.innerHTML === there.innerHTML) continue;
    const focused = here.contains(document.activeElement) ? document.activeElement.id : "";
    here.innerHTML = there.innerHTML;
    if (focused) document.getElementById(focused)?.focus();
  }
}
(async () => {
  for (;;) {
    await new Promise((again) => setTimeout(again, 1000));
    if (document.hidden) continue;
    await refresh().catch(() => {});
  }
})();
`;

/** For the page's content security policy. */
export const CONTROLS_SCRIPT_HASH = `sha256-${createHash("sha256").update(CONTROLS_SCRIPT).digest("base64")}`;
