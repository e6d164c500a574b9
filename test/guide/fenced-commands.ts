/** The commands of a guide, one a line, from its `sh` blocks, in order; a comment at the end of a line is none of it. */
export function fencedCommands(markdown: string): string[] {
  return [...markdown.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].flatMap(([, , body = ""]) =>
    body
      .split("\n")
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .filter((line) => line !== ""),
  );
}
