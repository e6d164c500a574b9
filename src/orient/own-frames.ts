import type { Frame } from "../contracts/evidence.ts";

/** Frames deeper than this belong to the framework's way in and tell nothing apart. */
const FRAMES_READ = 8;

/** Frames of the program's own code, innermost first. */
export function ownFrames(frames: readonly Frame[]): Frame[] {
  return frames.filter((frame) => frame.inApp).slice(0, FRAMES_READ);
}
