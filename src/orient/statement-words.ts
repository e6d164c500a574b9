const SQL_WORDS = new Set(
  "with select insert update delete from where join left right inner outer on and or not in is null as by group order limit offset having distinct union all exists between like ilike case when then else end values into set returning count sum max min avg coalesce any asc desc true false cast text int integer lower upper using for recursive".split(
    " ",
  ),
);

/** Names in a statement or in a line of code, in lower case, without what every statement is made of. */
export function statementWords(text: string): string[] {
  return [...new Set([...text.toLowerCase().matchAll(/[a-z_]\w{2,}/g)].map((match) => match[0]))].filter(
    (word) => !SQL_WORDS.has(word),
  );
}

/** Tables that a statement reads or writes. */
export function tablesOf(query: string): string[] {
  return [
    ...new Set(
      [...query.toLowerCase().matchAll(/\b(?:from|join|into|update)\s+"?([a-z_][\w.]*)/g)].map(
        (match) => match[1] ?? "",
      ),
    ),
  ].filter((table) => table.length > 2 && !SQL_WORDS.has(table));
}
