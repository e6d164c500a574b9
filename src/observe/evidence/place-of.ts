import type { Frame } from "../../contracts/evidence.ts";

/** A checkout's folder is often named after its commit: what follows is the path in the repository. */
const CHECKOUT = /^.*\/[0-9a-f]{40}\//i;
const LONGEST = 80;
const LAST_SEGMENTS = 4;

/** Where a frame points, for people: without the folders in which the program happens to lie. */
export function placeOf({ path, line }: Frame): string {
  const own = path.replace(CHECKOUT, "");
  const short = own.length > LONGEST ? `…/${own.split("/").slice(-LAST_SEGMENTS).join("/")}` : own;
  return line === undefined ? short : `${short}:${line}`;
}
