/** Words of a block, and of a page of blocks. */
const BLOCK_BITS = 6;
const PAGE_BITS = 14;
export const BLOCK_WORDS = 1 << BLOCK_BITS;
export const PAGE_MASK = (1 << PAGE_BITS) - 1;
const PAGE_BLOCKS = 1 << (PAGE_BITS - BLOCK_BITS);

/**
 * Blocks of 64 words of 32 bits that many lists share: tens of thousands of small arrays of their own, grown again and again, would
 * cost more in objects, and in garbage, than all that they hold. What is given back is taken again; pages stay.
 *
 * A word is found by its place: `pages[place >>> 14][place & 16383]`. No block begins at place 0.
 */
export class BlockPool {
  private readonly pages: Uint32Array[] = [];
  /** Of the first free one; each holds in its first word where the next is. */
  private free = 0;
  private made = 1;

  /** The place where a block begins; what it holds is left from whoever had it before. */
  take(): number {
    const { free } = this;
    if (free !== 0) {
      this.free = this.pageOf(free)[free & PAGE_MASK] as number;
      return free;
    }
    const block = this.made++;
    if (block >= this.pages.length * PAGE_BLOCKS) this.pages.push(new Uint32Array(1 << PAGE_BITS));
    return block << BLOCK_BITS;
  }

  give(place: number): void {
    this.pageOf(place)[place & PAGE_MASK] = this.free;
    this.free = place;
  }

  /** Where the word of that place stands, at `place & PAGE_MASK`. */
  pageOf(place: number): Uint32Array {
    return this.pages[place >>> PAGE_BITS] as Uint32Array;
  }
}
