/**
 * Draws the page's mermaid diagrams in place of their code, in the reader's light or dark. What cannot be drawn stays
 * code. Mermaid's strict level lets diagrams run nothing; what a directive inside one may not change is `secure`.
 */
export const diagramScript = `
const dark = matchMedia("(prefers-color-scheme: dark)");
const diagrams = [...document.querySelectorAll("pre.diagram")].map((code) => {
  const figure = document.createElement("figure");
  figure.className = "drawing";
  const source = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Source";
  source.append(summary);
  return { code, figure, source, text: code.textContent };
});
let drawn = 0;
function colours(dark) {
  const ink = dark ? "#e6edf3" : "#1f2328", soft = dark ? "#9198a1" : "#59636e", line = dark ? "#3d444d" : "#d1d9e0";
  const fill = dark ? "#1f3b5f" : "#cfe4ff", edge = dark ? "#4493f8" : "#0969da", bad = dark ? "#8e1519" : "#ffc1ba", red = dark ? "#f85149" : "#cf222e";
  const ground = dark ? "#0d1117" : "#ffffff", band = dark ? "#151b23" : "#f6f8fa";
  return {
    darkMode: dark, background: ground, mainBkg: fill, primaryColor: fill, primaryTextColor: ink, primaryBorderColor: edge,
    secondaryColor: band, tertiaryColor: band, lineColor: soft, textColor: ink, titleColor: ink,
    sectionBkgColor: band, altSectionBkgColor: ground, sectionBkgColor2: band, gridColor: line, todayLineColor: "transparent",
    taskBkgColor: fill, taskBorderColor: edge, taskTextColor: ink, taskTextDarkColor: ink, taskTextLightColor: ink, taskTextOutsideColor: ink,
    critBkgColor: bad, critBorderColor: red,
    xyChart: { backgroundColor: "transparent", titleColor: ink, xAxisLabelColor: soft, xAxisTitleColor: soft, xAxisTickColor: line, xAxisLineColor: line,
      yAxisLabelColor: soft, yAxisTitleColor: soft, yAxisTickColor: line, yAxisLineColor: line, plotColorPalette: red },
  };
}
async function draw() {
  const room = (diagrams[0].figure.isConnected ? diagrams[0].figure : diagrams[0].code).clientWidth - 26;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    theme: "base",
    darkMode: dark.matches,
    themeVariables: colours(dark.matches),
    fontFamily: "system-ui, sans-serif",
    xyChart: { width: Math.min(760, room), height: 320, titleFontSize: 16, xAxis: { labelFontSize: room < 500 ? 10 : 13 }, yAxis: { labelFontSize: room < 500 ? 10 : 13 } },
    gantt: { useWidth: Math.min(900, Math.max(560, room)), leftPadding: 90, barHeight: 22, fontSize: 12 },
    secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "themeCSS", "fontFamily", "altFontFamily"],
  });
  for (const { code, figure, source, text } of diagrams) {
    try {
      const { svg } = await mermaid.render("drawing-" + ++drawn, text);
      const canvas = document.createElement("div");
      canvas.innerHTML = svg;
      if (!figure.isConnected) code.replaceWith(figure);
      source.append(code);
      figure.replaceChildren(canvas, source);
    } catch (error) {
      code.title = "mermaid: " + error.message;
    }
  }
  document.documentElement.dataset.drawn = dark.matches ? "dark" : "light";
}
draw();
dark.addEventListener("change", draw);
`;
