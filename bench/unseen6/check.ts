import { checkSet } from "../judging-set/check.ts";
import { set } from "./set.ts";

await checkSet(set, process.argv[2] ?? "");
