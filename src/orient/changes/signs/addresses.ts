import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const TLS =
  /^(?:tls|ssl|certs?|certificates?|cacert|sslmode|ssl_mode|ciphers?|https|mtls|truststore|keystore|x509|pem|handshake|insecureskipverify|rejectunauthorized|starttls)$/;

/** Whom it calls, and how the two agree on whom they trust. */
export function addresses(edit: Edit): ClassifiedChange[] {
  const hosts = shift(edit, hostsOf);
  const tls = shift(edit, tlsOf);
  return [
    ...(hosts.gone.length > 0 && hosts.come.length > 0 ? found(edit, "address changed", hosts.come) : []),
    ...found(edit, "TLS changed", [...tls.come, ...tls.gone]),
  ];
}

/** `https://host/…`, `host.domain:port`, a cluster's own names. Links for people in markup are no calls. */
function hostsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    const text = token.text.slice(0, 200);
    if (token.kind === "text" || token.kind === "word") {
      const looks = /:\/\//.test(text) || /^[\w-]+(?:\.[\w-]+)+(?::\d{2,5})?$/.test(text);
      const known = /\.(?:svc|local|internal|com|net|io|org|cluster|amazonaws|dev|app|cloud)\b/.test(text);
      if (
        /:\/\//.test(text) &&
        /^(?:https?|wss?|grpc|redis|rediss|postgres\w*|mysql|mongodb\w*|amqps?|kafka|nats|tcp|jdbc)/i.test(
          text,
        )
      )
        return [{ key: text, token }];
      if (looks && known) return [{ key: text, token }];
      const named =
        /(?:host|url|uri|endpoint|addr|address|server|broker|upstream)s?$/i.test(text) &&
        /^(?::|=|=>)$/.test(side.tokens[i + 1]?.text ?? "");
      const value = side.tokens[i + 2];
      if (named && value && (value.kind === "text" || value.kind === "word") && value.line === token.line)
        return [{ key: `${text}=${value.text}`, token: value }];
    }
    return [];
  });
}

function tlsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    if (token.kind !== "word" && !(token.kind === "text" && token.text.length < 60)) return [];
    const words = wordsOf(token.text);
    const whole = token.text.toLowerCase().replace(/[^a-z0-9]/g, "");
    if (!words.some((word) => TLS.test(word)) && !TLS.test(whole)) return [];
    if (words.includes("https") && /:\/\//.test(token.text)) return [];
    const value = side.tokens[i + 2];
    return [{ key: `${token.text} ${value?.line === token.line ? value.text : ""}`, token }];
  });
}
