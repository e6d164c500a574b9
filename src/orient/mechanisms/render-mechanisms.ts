import type { ChangeClass } from "./change-class.ts";
import type { Mechanism } from "./mechanism.ts";
import { MECHANISMS } from "./mechanisms.ts";

/** The table for people, as docs/mechanisms.md shows it. */
export function renderMechanisms(table: ReadonlyMap<ChangeClass, Mechanism> = MECHANISMS): string {
  const rows = [...table.values()].map((row) => {
    const can = Object.entries(row.weight)
      .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .map(([symptom, weight]) => `${symptom} ${signed(weight)}`)
      .join("<br>");
    const sources = row.sources.map((source, i) => `[${i + 1}](${source})`).join(" ");
    return `| ${row.change} | ${row.how} | ${row.bites}${row.picks ? ", for some" : ""} | ${can || "–"} | ${signed(row.otherwise)} | ${sources} |`;
  });
  return `# Which change can produce which symptom

Written by \`npx node docs/write-mechanisms.ts\` from the rows in \`src/orient/mechanisms/\`; a test fails where the two drift.

Each number is the natural logarithm of a likelihood ratio: how much oftener a change of the class stands behind an incident of that symptom than a change picked at random from those that get deployed. 0 says nothing, 0.7 twice as often, 2.3 ten times, −1 a third as often. *Otherwise* holds for the symptoms that a row does not name. *For some*: it depends on what is asked, so it may well hit one tenant or one record. The numbers are judgement, ordered by what the sources tell; the sources are post-mortems that show the mechanism at work, or the specification that says it. No number alone can convict: the family as a whole is bounded (see [diagnosis](diagnosis.md)).

| change | what it can do | bites | symptoms | otherwise | sources |
| --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function signed(weight: number): string {
  return weight > 0 ? `+${weight}` : weight < 0 ? `−${-weight}` : "0";
}
