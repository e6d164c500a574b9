/** The page's mark: a planet and what circles it. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="7" fill="#4f7cff"/><ellipse cx="16" cy="16" rx="14" ry="5" fill="none" stroke="#9db7ff" stroke-width="2" transform="rotate(-24 16 16)"/></svg>`;
