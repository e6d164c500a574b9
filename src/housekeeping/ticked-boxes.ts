const BOX =
  /^- \[([ xX])\] (Approve .* <!-- sre-space:approve ([\w-]{1,100}) ([0-9a-f]{40}|[0-9a-f]{64}) -->)$/;

/**
 * The boxes that were ticked between two texts of a dashboard: the incident, and the head that stood beside its box.
 * Empty where anything else was changed, too: then nobody knows what the person saw.
 */
export function tickedBoxes(before: string, after: string): { incident: string; head: string }[] {
  const [old, young] = [lines(before), lines(after)];
  if (old.length !== young.length) return [];
  const ticked: { incident: string; head: string }[] = [];
  for (const [index, line] of young.entries()) {
    const was = old[index];
    if (line === was) continue;
    const box = BOX.exec(line);
    if (!box || box[1] === " " || was !== `- [ ] ${box[2]}`) return [];
    ticked.push({ incident: box[3] as string, head: box[4] as string });
  }
  return ticked;
}

const lines = (text: string) => text.replace(/\r\n/g, "\n").trimEnd().split("\n");
