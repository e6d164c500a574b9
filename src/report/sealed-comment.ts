/** What the comment begins with that holds an incident's state between two runs of the Action. */
export const STATE_MARKER = "<!-- sre-space:state v1 ";
/** What the comment begins with that says why a state was not taken up. */
export const REFUSED_MARKER = "<!-- sre-space:state-refused -->";

const END = " -->";
/** GitHub's limit is 65,536 characters. */
export const LONGEST_STATE = 64_000;

/** @param sealed base64, so that nothing in it can end the HTML comment */
export function sealedComment(sealed: string): string {
  return `${STATE_MARKER}${sealed}${END}
<sub>🔒 What I know of this incident lies sealed in this comment: the next run of the Action goes on from here. Whoever edits it leaves the incident to people.</sub>`;
}

/** What was sealed in a comment that begins with `STATE_MARKER`; null where it is cut. */
export function sealedIn(body: string): string | null {
  const end = body.indexOf(END, STATE_MARKER.length);
  return end < 0 ? null : body.slice(STATE_MARKER.length, end);
}

/** @param why a sentence of our own */
export function refusedComment(why: string): string {
  return `${REFUSED_MARKER}
🖐️ **I do not go on with this incident.** ${why}

It is yours now. What I have proposed so far is still there; I neither merge nor close it.`;
}
