import { checkHere } from "../judging-set/check-here.ts";
import { set } from "./set.ts";

await checkHere(set, import.meta.url);
