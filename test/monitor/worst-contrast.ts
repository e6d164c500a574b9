/**
 * Runs in the page: the lowest contrast (WCAG 2.2, 1.4.3) of any text against what stands behind it, were the sky behind
 * all panels black, or white: what is in between lies in between. Gives `{ratio, text}[]`, the lowest first.
 */
export const WORST_CONTRAST = `(() => {
  const parse = (text) => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[0-9.]+(?:e-?[0-9]+)?/g) ?? []).map(Number);
    const scale = text.startsWith("color(") ? 1 : 255;
    return [r / scale, g / scale, b / scale, a];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].find((node) => node.nodeType === 3 && node.nodeValue.trim());
    if (!own || element.getClientRects().length === 0 || element.closest("option, noscript, .unseen, .skip")) continue;
    const behind = [];
    for (let at = element; at !== document.body; at = at.parentElement) behind.unshift(parse(getComputedStyle(at).backgroundColor));
    for (const sky of [[0, 0, 0, 1], [1, 1, 1, 1]]) {
      const ground = behind.reduce((below, top) => over(top, below), sky);
      const [dark, light] = [luminance(ground), luminance(over(parse(getComputedStyle(element).color), ground))].sort((a, b) => a - b);
      found.push({ ratio: (light + 0.05) / (dark + 0.05), text: own.nodeValue.trim().slice(0, 40) });
    }
  }
  return found.sort((a, b) => a.ratio - b.ratio).slice(0, 5);
})()`;
