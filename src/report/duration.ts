/** Milliseconds as a person says them: `8 s`, `3 min 20 s`, `2 h 5 min`, `1 d 4 h`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return parts([minutes, "min"], [seconds % 60, "s"]);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return parts([hours, "h"], [minutes % 60, "min"]);
  return parts([Math.floor(hours / 24), "d"], [hours % 24, "h"]);
}

function parts([first, unit]: [number, string], [rest, smaller]: [number, string]): string {
  return rest === 0 ? `${first} ${unit}` : `${first} ${unit} ${rest} ${smaller}`;
}
