import { blocksIn } from "./markdown.ts";

/**
 * The commands of a page, one a line, in its order: from blocks of a shell, or of no language. Lines that are continued are
 * one; what stands behind `&&` is another; a comment at the end of a line is none of it.
 */
export function commandsIn(markdown: string): string[] {
  return blocksIn(markdown)
    .filter(({ lang }) => lang === "" || lang === "sh")
    .flatMap(({ code }) => code.replace(/\s*\\\n\s*/g, " ").split(/\n|&&/))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}
