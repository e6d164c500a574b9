import { WouldWrite } from "./would-write.ts";

/** A writer that writes nothing: it tells what it was asked for, and throws `WouldWrite`. */
export function dryWriter<T extends object>(writer: T, asked: (what: string) => void): T {
  return new Proxy(writer, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      if (typeof value !== "function") return value;
      return async () => {
        asked(String(name));
        throw new WouldWrite(String(name));
      };
    },
  });
}
