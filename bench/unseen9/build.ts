import { pathToFileURL } from "node:url";
import { buildSet } from "../judging-set/build.ts";
import { buildHere } from "../judging-set/build-here.ts";
import { set } from "./set.ts";

/** Writes the cases of this set whose folder name holds `only` as bundle folders below `dir`. Deterministic. */
export const buildCases = (dir: string, only = "") => buildSet(set, dir, only);

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildHere(set);
