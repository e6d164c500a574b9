/** Names of values that nobody writes into an issue. */
const SECRET =
  /pass(?:word|wd|phrase)?|secret|token|credential|private|api.?key|access.?key|auth|dsn|cookie|salt|cert/i;

/** How a value is told to people: as it stands where that is a number or a switch, and not at all where it may be a secret. */
export function tellValue(name: string, value: string | number | boolean | null): string | null {
  if (SECRET.test(name)) return null;
  return typeof value === "string" && !/^-?\d{1,15}(?:\.\d{1,6})?[A-Za-z%]{0,6}$/.test(value)
    ? null
    : String(value);
}
