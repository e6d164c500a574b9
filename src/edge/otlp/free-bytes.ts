/** `gunzipBody` makes a buffer so much larger than what it expects. */
const SPARE = 1;

/**
 * Gives the memory of these bytes back at once; nobody may look at them any more, no other thread either.
 *
 * Left to the garbage collector, bodies cost more than all that is done with them: V8 counts memory outside of its heap, and
 * collects the whole heap each time that 64 MB of it have come together, which is every 300 batches. Detaching frees it
 * without (https://tc39.es/ecma262/#sec-arraybuffer.prototype.transfer). Small buffers share their memory: those are left alone.
 */
export function freeBytes({ buffer, length }: Buffer): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.detached) return;
  if (buffer.byteLength - length <= SPARE) buffer.transfer(0);
}
