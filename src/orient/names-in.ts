/** Words of a language and of everybody: they name nothing. */
const COMMON = new Set(
  "await async const return function import export from type interface string number boolean undefined null true false this self value values result data item items index length error rows name".split(
    " ",
  ),
);

/** Names that stand in a line of a program. */
export function namesIn(text: string): string[] {
  return [...text.slice(0, 1000).matchAll(/[A-Za-z_$][\w$]{3,}/g)]
    .map((match) => match[0])
    .filter((name) => !COMMON.has(name));
}
