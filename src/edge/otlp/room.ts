/** Of the room: the rest is kept for those who hold no more than the part that is left. */
const COMMON = 3 / 4;

/** Room for the bodies that are being read or decoded at one time, in bytes. */
export class Room {
  readonly #size: number;
  #taken = 0;
  readonly #bySender = new Map<string, number>();

  constructor(size: number) {
    this.#size = size;
  }

  /** What one request takes of it. @param sender by its credential; no one fills the whole of it */
  share(sender: string): RoomShare {
    let mine = 0;
    return {
      take: (bytes) => {
        const all = this.#taken + bytes;
        const its = (this.#bySender.get(sender) ?? 0) + bytes;
        if (all > this.#size) return false;
        if (all > COMMON * this.#size && its > (1 - COMMON) * this.#size) return false;
        this.#taken = all;
        this.#bySender.set(sender, its);
        mine += bytes;
        return true;
      },
      giveBack: () => {
        this.#taken -= mine;
        const its = (this.#bySender.get(sender) ?? 0) - mine;
        if (its > 0) this.#bySender.set(sender, its);
        else this.#bySender.delete(sender);
        mine = 0;
      },
    };
  }
}

export interface RoomShare {
  /** Asked before bytes are kept; false where there is no room for them. */
  take(bytes: number): boolean;
  /** Everything that was taken, once the request is done with. */
  giveBack(): void;
}
