/** How Scout calls what was thrown outside of any request. */
export const NO_REQUEST = "*";
