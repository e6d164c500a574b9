/** Markdown that is shown when somebody opens it. `summary` is our own plain words: no Markdown is read there. */
export function fold(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
