import { html } from "hono/html";
import { type Answer, type Check, checksOn, outlook } from "./checks-on.ts";
import { linkTo } from "./link-to.ts";
import type { Markup } from "./markup.ts";
import type { View } from "./view.ts";

const SIGN: Partial<Record<NonNullable<Answer>, string>> = { success: "✓", neutral: "■", skipped: "–" };

/** A check's answer as a sign that also has a name. */
export function checkSign(answer: NonNullable<Answer>): Markup {
  const look = outlook(answer);
  const sign = SIGN[answer] ?? (look === "moving" ? "●" : "✕");
  const words = answer.replaceAll("_", " ");
  return html`<span class="sign" data-answer="${answer === "success" ? "success" : look === "good" ? "neutral" : look}" role="img" aria-label="${words}" title="${words}">${sign}</span>`;
}

/** The sum of a commit's checks in one sign, nothing where it has none. */
export function checksSign({ repository }: View, sha: string): Markup {
  const checks = checksOn(repository, sha);
  if (checks.length === 0) return "";
  const worst = (["bad", "moving", "good"] as const).find((look) =>
    checks.some((check) => outlook(check.answer) === look),
  );
  const good = checks.some((check) => check.answer === "success") ? "success" : "neutral";
  const answer = worst === "bad" ? "failure" : worst === "moving" ? "in_progress" : good;
  return html`<a class="quiet" href="${linkTo.commit(repository, sha)}#checks">${checkSign(answer)}</a>`;
}

/** Every check of a commit in a box, what failed first. */
export function checkList(checks: readonly Check[]): Markup {
  if (checks.length === 0) return "";
  const order = ["bad", "moving", "good"];
  const sorted = checks.toSorted(
    (a, b) => order.indexOf(outlook(a.answer)) - order.indexOf(outlook(b.answer)),
  );
  return html`<section class="box" id="checks"><h2>${summary(checks)}</h2><ul>${sorted.map(
    (check) =>
      html`<li>${checkSign(check.answer)} <span class="grow">${
        check.href ? html`<a href="${check.href}"><b>${check.name}</b></a>` : html`<b>${check.name}</b>`
      } <span class="soft">${check.title}</span></span> <span class="soft">${check.answer.replaceAll("_", " ")}, ${check.by}</span></li>`,
  )}</ul></section>`;
}

function summary(checks: readonly Check[]): string {
  const looks = checks.map((check) => outlook(check.answer));
  if (looks.includes("bad")) return "Some checks were not successful";
  if (looks.includes("moving")) return "Some checks have not finished yet";
  return checks.some((check) => check.answer === "success")
    ? "All checks have passed"
    : "No check has failed";
}
