/** Whether GitHub holds this text already; it may have turned line ends and trimmed the end. */
export function sameText(held: string | null | undefined, wanted: string): boolean {
  return normal(held ?? "") === normal(wanted);
}

const normal = (text: string) => text.replace(/\r\n/g, "\n").trimEnd();
