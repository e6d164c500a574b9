import type { Incident } from "../../contracts/incident.ts";
import type { AlertChange } from "../../contracts/signal.ts";
import { type StepResult, thought } from "../ports.ts";

/** An alert that comes and goes all night is told of this often, and then no more: the rest of the story matters too. */
const MOST_NOTES = 20;
const NAMED = 3;
const WORDS = { resolved: "resolved", "fires-again": "fires again" } as const;

/** That alerts behind the incident resolved, or fire again, in its timeline. */
export function noteAlerts(incident: Incident, changes: readonly AlertChange[]): StepResult {
  const notes = incident.thoughts.filter(({ text }) => NOTE.test(text)).length;
  if (notes >= MOST_NOTES) return { change: {}, thoughts: [] };
  return {
    change: {},
    thoughts: (["resolved", "fires-again"] as const).flatMap((what) => {
      const names = changes.filter((change) => change.what === what).map(({ name }) => name);
      return names.length === 0 ? [] : [thought("scout", sentence(names, what))];
    }),
  };
}

const NOTE = /^(?:Alert|\d+ alerts) .*(?:resolved|fires? again)[.:]/s;

function sentence(names: readonly string[], what: AlertChange["what"]): string {
  if (names.length === 1) return `Alert ${names[0]?.slice(0, 200)} ${WORDS[what]}.`;
  const different = [...new Set(names)];
  const some = different.slice(0, NAMED).map((name) => name.slice(0, 80));
  const others = different.length > some.length ? " and others" : "";
  return `${names.length} alerts ${what === "resolved" ? "resolved" : "fire again"}: ${some.join(", ")}${others}.`;
}
