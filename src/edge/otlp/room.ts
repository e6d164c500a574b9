/** Room for the bodies that are being read or decoded at one time, in bytes. */
export class Room {
  readonly #size: number;
  #taken = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** What one request takes of it. */
  share(): RoomShare {
    let mine = 0;
    return {
      take: (bytes) => {
        if (this.#taken + bytes > this.#size) return false;
        this.#taken += bytes;
        mine += bytes;
        return true;
      },
      giveBack: () => {
        this.#taken -= mine;
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
