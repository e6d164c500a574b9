const FOREIGN =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|\.venv|vendor)[\\/]|^node:|^internal[\\/]|[\\/]lib[\\/]python\d|^(?:java|javax|jdk|sun|kotlin|scala|org[\\/]springframework)[\\/]|^<|^\(?native/;

/** Whether a path of a stack frame belongs to the program itself, and not to a dependency or the runtime. */
export function isInApp(path: string): boolean {
  return path !== "" && !FOREIGN.test(path);
}
