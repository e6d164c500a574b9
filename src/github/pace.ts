/** How long GitHub's clients wait before they ask again: one second is as long as this says, in milliseconds. */
export const pace = {
  second: 1000,
  /** @param milliseconds as they are where a second is one */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, (milliseconds / 1000) * pace.second));
  },
};
