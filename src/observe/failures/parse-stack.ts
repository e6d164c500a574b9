import type { Frame } from "../../contracts/evidence.ts";
import { dotnet } from "./stacks/dotnet.ts";
import { go } from "./stacks/go.ts";
import { java } from "./stacks/java.ts";
import { php } from "./stacks/php.ts";
import { python } from "./stacks/python.ts";
import { frameFrom, type StackFormat } from "./stacks/read-frames.ts";
import { ruby } from "./stacks/ruby.ts";
import { rust } from "./stacks/rust.ts";
import { v8 } from "./stacks/v8.ts";

/** Whose lines are least like anybody else's goes first. */
const FORMATS: readonly StackFormat[] = [java, python, dotnet, rust, go, php, v8, ruby];
const MAX_FRAMES = 30;
const MAX_LINES = 400;
/** Of one cause, so that none crowds out the one that it led to. */
const MAX_OF_CAUSE = 20;

/**
 * Frames of a stack trace, at most 30: those of the innermost cause first, each stack from its innermost frame on, so
 * that the first frame of the program's own is where the failure began. Understood are V8, Java and its kin, Python,
 * Go, .NET, Ruby, PHP and Rust; lines in any other form are passed over.
 */
export function parseStack(stack: string): Frame[] {
  const lines = stack
    .slice(0, 40_000)
    .split(/\r?\n/)
    .slice(0, MAX_LINES)
    .filter((line) => line.length <= 1000);
  const format = FORMATS.find((one) => lines.some((line) => one.shows(line)));
  if (!format) return [];
  const stacks = format.read(lines).filter((frames) => frames.length > 0);
  const most = stacks.length > 1 ? MAX_OF_CAUSE : MAX_FRAMES;
  return stacks
    .flatMap((frames) => frames.slice(0, most))
    .slice(0, MAX_FRAMES)
    .map((raw) => frameFrom(raw, format));
}
