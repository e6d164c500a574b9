/**
 * `node --import` this: the machine's clock, as far as a program sees it, jumps by what the file named in CHAOS_CLOCK says
 * (milliseconds), from each SIGUSR2 on. Timers and `performance.now` go on as before, as they do when a real clock is set.
 */
import { readFileSync } from "node:fs";

const file = process.env.CHAOS_CLOCK ?? "";
const RealDate = Date;
let ahead = 0;

process.on("SIGUSR2", () => {
  ahead = Number(readFileSync(file, "utf8"));
  console.log(`The clock is ${ahead} ms off.`);
});

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [RealDate.now() + ahead] : given, newTarget),
  apply: () => new RealDate(RealDate.now() + ahead).toString(),
  get: (target, name, receiver) =>
    name === "now" ? () => RealDate.now() + ahead : Reflect.get(target, name, receiver),
});
