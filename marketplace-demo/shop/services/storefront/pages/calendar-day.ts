const format = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** `2026-04-01` as people read it: "1 Apr 2026". */
export function calendarDay(day: string): string {
  return format.format(new Date(day));
}
