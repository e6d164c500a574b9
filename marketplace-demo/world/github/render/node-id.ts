/** GitHub's older global node id: base64 of the type's length, name and database id. Opaque to clients. */
export function nodeId(type: string, id: number | string): string {
  return Buffer.from(`${String(type.length).padStart(3, "0")}:${type}${id}`).toString("base64");
}

/** The type and database id that a node id names, or null. */
export function readNodeId(text: string): { type: string; id: number } | null {
  const match = /^(\d{3}):(\D+)(\d+)$/.exec(Buffer.from(text, "base64").toString());
  return match && match[2]!.length === Number(match[1]) ? { type: match[2]!, id: Number(match[3]) } : null;
}
