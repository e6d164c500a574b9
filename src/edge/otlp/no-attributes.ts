import type { Attributes } from "../../contracts/telemetry.ts";
import { AttributeBag } from "./attribute-bag.ts";

/** Shared by everything that carries no attributes. */
export const NO_ATTRIBUTES: Attributes = Object.freeze(new AttributeBag());
