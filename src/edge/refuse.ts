/** A refusal as the edge words it outside OTLP: what was wrong, and what to do about it. */
export function refuse(
  status: number,
  error: string,
  hint: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ error, hint }, { status, headers });
}
